using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>The probabilities of jieba's two hidden Markov models, as natural logarithms. Immutable.</summary>
internal sealed class HiddenMarkovTables
{
    private static readonly Lazy<HiddenMarkovTables> Shared = new(() => new HiddenMarkovTables());

    private static readonly double[] NoEmission = [WordModel.Never, WordModel.Never, WordModel.Never, WordModel.Never];

    private readonly ushort[] _wordUnits;
    private readonly double[] _wordEmissions; // (units, 4)
    private readonly ushort[] _tagUnits;
    private readonly int[] _tagRows; // where the states of each unit start
    private readonly ushort[] _tagStates;
    private readonly double[] _tagEmissions;

    private HiddenMarkovTables()
    {
        var reader = new ColumnReader(DictionaryResource.Open("zh-hmm"));
        WordStart = reader.DoubleColumn(4);
        WordTransitions = reader.DoubleColumn(16);
        var units = reader.Ints(2)[0];
        _wordUnits = reader.ShortColumn(units);
        _wordEmissions = reader.DoubleColumn(4 * units);

        TagNames = reader.Strings();
        var states = TagNames.Length;
        TagStart = reader.DoubleColumn(states);
        var edges = reader.Ints(2)[0];
        var edgeCounts = reader.IntColumn(states);
        var targets = reader.ShortColumn(edges);
        var weights = reader.DoubleColumn(edges);
        (TagTargets, TagTransitions) = Spread(states, edgeCounts, targets, weights);
        var sizes = reader.Ints(2);
        var (tagUnits, rowsTotal) = (sizes[0], sizes[1]);
        _tagUnits = reader.ShortColumn(tagUnits);
        var counts = reader.ShortColumn(tagUnits);
        _tagStates = reader.ShortColumn(rowsTotal);
        _tagEmissions = reader.DoubleColumn(rowsTotal);
        _tagRows = new int[tagUnits + 1];
        for (var i = 0; i < tagUnits; i++)
        {
            _tagRows[i + 1] = _tagRows[i] + counts[i];
        }
    }

    public static HiddenMarkovTables Default => Shared.Value;

    /// <summary>Shape (4): begin, end, middle, single.</summary>
    public double[] WordStart { get; }

    /// <summary>Shape (4, 4): from, to.</summary>
    public double[] WordTransitions { get; }

    /// <summary>Names of the tagging states: place in the word, then part of speech, such as <c>Bn</c>. In the order that decides between equals.</summary>
    public string[] TagNames { get; }

    /// <summary>Shape (states).</summary>
    public double[] TagStart { get; }

    /// <summary>The states that can follow each state.</summary>
    public ushort[][] TagTargets { get; }

    /// <summary>Shape (states, states), from, to; negative infinity where none can be.</summary>
    public double[] TagTransitions { get; }

    /// <summary>Shape (4).</summary>
    public ReadOnlySpan<double> WordEmissions(char unit) =>
        Array.BinarySearch(_wordUnits, unit) is >= 0 and var row ? _wordEmissions.AsSpan(4 * row, 4) : NoEmission;

    /// <summary>
    /// The states of a character with their emissions; a state with the high bit set is emitted but not listed. Both empty for an
    /// unknown character.
    /// </summary>
    public void TagEmissions(char unit, out ReadOnlySpan<ushort> states, out ReadOnlySpan<double> emissions)
    {
        var row = Array.BinarySearch(_tagUnits, unit);
        var range = row >= 0 ? _tagRows[row].._tagRows[row + 1] : 0..0;
        states = _tagStates.AsSpan(range);
        emissions = _tagEmissions.AsSpan(range);
    }

    private static (ushort[][] Targets, double[] Transitions) Spread(int states, int[] counts, ushort[] targets, double[] weights)
    {
        var lists = new ushort[states][];
        var dense = new double[states * states];
        Array.Fill(dense, double.NegativeInfinity);
        var at = 0;
        for (var state = 0; state < states; state++)
        {
            lists[state] = targets[at..(at + counts[state])];
            foreach (var target in lists[state])
            {
                dense[(state * states) + target] = weights[at++];
            }
        }

        return (lists, dense);
    }
}
