namespace VoiceWeb.Engine.Text.Dictionaries;

/// <summary>
/// Words in ordinal order, in one block of text. Finds a word, or walks a text character by character through the words that start
/// like it. Immutable.
/// </summary>
/// <param name="text">All words one after another, in ordinal order.</param>
/// <param name="starts">Where each word starts; one entry more than there are words.</param>
internal sealed class WordList(char[] text, int[] starts)
{
    private readonly int[] _firstWith = IndexFirst(text, starts);

    public int Count => starts.Length - 1;

    public int LengthOf(int word) => starts[word + 1] - starts[word];

    public ReadOnlySpan<char> this[int word] => text.AsSpan(starts[word], LengthOf(word));

    /// <summary>The index of a word, or -1.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        var walk = default(PrefixWalk);
        for (var i = 0; i < word.Length; i++)
        {
            if (!Advance(ref walk, word[i]))
            {
                return -1;
            }
        }

        return word.IsEmpty ? -1 : WordAt(walk);
    }

    /// <summary>Narrows a walk to the words that go on with a character; false, and of no further use, when there is none.</summary>
    public bool Advance(ref PrefixWalk walk, char next)
    {
        if (walk.Depth == 0)
        {
            walk = new PrefixWalk(_firstWith[next], _firstWith[next + 1], 1);
            return walk.Low < walk.High;
        }

        var low = Bound(walk.Low, walk.High, walk.Depth, next);
        var high = low < walk.High && UnitAt(low, walk.Depth) == next ? Bound(low, walk.High, walk.Depth, next + 1) : low;
        walk = new PrefixWalk(low, high, walk.Depth + 1);
        return low < high;
    }

    /// <summary>The word that ends where the walk stands, or -1.</summary>
    public int WordAt(PrefixWalk walk) => walk.Low < walk.High && LengthOf(walk.Low) == walk.Depth ? walk.Low : -1;

    private int Bound(int low, int high, int depth, int unit)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (UnitAt(middle, depth) < unit)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // A word that ends before the depth sorts before all that go on.
    private int UnitAt(int word, int depth) => starts[word] + depth < starts[word + 1] ? text[starts[word] + depth] : -1;

    private static int[] IndexFirst(char[] text, int[] starts)
    {
        var firstWith = new int[char.MaxValue + 2];
        var word = 0;
        for (var unit = 0; unit < firstWith.Length; unit++)
        {
            while (word < starts.Length - 1 && text[starts[word]] < unit)
            {
                word++;
            }

            firstWith[unit] = word;
        }

        return firstWith;
    }
}
