using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// A network of the operator's own that reads Chinese polyphones by the sentence around them: G2PW, as published for GPT-SoVITS.
/// Optional: without it, or when it cannot be used, dictionaries and rules read. Opened at first use; safe for concurrent use.
/// </summary>
/// <remarks>Method: Y.-C. Chen et al., "g2pW: A Conditional Weighted Softmax BERT for Polyphone Disambiguation in Mandarin", 2022.</remarks>
public sealed class PolyphoneModel : IDisposable
{
    private const int ContextCharacters = 16; // on either side of what is asked
    private const int MostCharacters = 510; // positions of the network, less its two marks

    private readonly string _folder;
    private readonly SessionFactory _sessions;
    private readonly Lazy<Network?> _network;
    private string? _fault;

    /// <param name="folder">Holds <c>g2pW.onnx</c> with its tables, and <c>tokenizer.json</c> or <c>vocab.txt</c> of the BERT that it was trained
    /// from. Need not be there.</param>
    /// <param name="sessions">Opens the network.</param>
    public PolyphoneModel(string folder, SessionFactory sessions)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
        _sessions = sessions;
        _network = new Lazy<Network?>(Open);
    }

    /// <summary>Whether there is one. It may still be damaged, which <see cref="Summary"/> tells.</summary>
    public bool IsPresent => NetworkFile() is not null;

    /// <summary>Whether all is well: there is none, or it can be used. Opens the network.</summary>
    public bool IsUsable => Fault is null;

    /// <summary>One sentence for an operator. Opens the network.</summary>
    public EngineStatement Statement => !IsPresent
        ? new("polyphones-none", $"none; polyphones are read by dictionaries and rules. A G2PW model in {_folder} would be used.", _folder)
        : _network.Value is { } network ? new("polyphones-used", $"G2PW, {network.Labels.Count} readings, in {_folder}", network.Labels.Count, _folder)
        : new("polyphones-unusable", $"cannot be used: {_fault}", _fault ?? "");

    /// <summary>The statement in English.</summary>
    public string Summary => Statement.English;

    /// <summary>Why the model that is there cannot be used; null while all is well.</summary>
    internal string? Fault => IsPresent && _network.Value is null ? _fault : null;

    /// <inheritdoc />
    public void Dispose()
    {
        if (_network.IsValueCreated)
        {
            _network.Value?.Session.Dispose();
        }
    }

    /// <summary>Reads the characters of a sentence that the model knows.</summary>
    /// <param name="sentence">Simplified Chinese characters and marks.</param>
    /// <returns>Pinyin with a tone digit for each place, null where the model says nothing; null altogether without a model.</returns>
    internal string?[]? Read(string sentence)
    {
        if (!IsPresent || _network.Value is not { } network)
        {
            return null;
        }

        var text = PolyphoneData.Default.ToTraditional(sentence);
        var readings = new string?[text.Length];
        var asked = new List<Question>();
        for (var i = 0; i < text.Length; i++)
        {
            if (network.Labels.Asks(text[i], out var id, out var mask))
            {
                asked.Add(new Question(i, id, mask));
            }
            else
            {
                readings[i] = network.Labels.SingleOf(text[i]);
            }
        }

        for (int first = 0, end; first < asked.Count; first = end)
        {
            // A stretch that fits the network, and what it asks there.
            var start = Math.Max(0, asked[first].Place - ContextCharacters);
            for (end = first + 1; end < asked.Count && asked[end].Place + ContextCharacters + 1 - start <= MostCharacters;)
            {
                end++;
            }

            var stop = Math.Min(text.Length, asked[end - 1].Place + ContextCharacters + 1);
            Ask(network, text[start..stop], start, asked[first..end], readings);
        }

        return readings;
    }

    private static void Ask(Network network, string text, int start, List<Question> asked, string?[] readings)
    {
        var (count, labels) = (asked.Count, network.Labels.Count);
        var ids = network.Vocabulary.Encode(text);
        // One sentence, many questions: the sentence goes through the network once.
        using var tokens = Tensor.Of(ids, 1, ids.Length);
        using var types = Tensor.Of(new long[ids.Length], 1, ids.Length);
        using var attention = Tensor.Of(Enumerable.Repeat(1L, ids.Length).ToArray(), 1, ids.Length);
        using var masks = Tensor.Of<float>([.. asked.SelectMany(question => question.Mask)], count, labels);
        using var characters = Tensor.Of<long>([.. asked.Select(question => (long)question.Character)], count);
        using var places = Tensor.Of<long>([.. asked.Select(question => question.Place - start + 1L)], count); // after [CLS]
        using var output = network.Session.Run(
            [
                ("input_ids", tokens), ("token_type_ids", types), ("attention_mask", attention),
                ("phoneme_mask", masks), ("char_ids", characters), ("position_ids", places),
            ],
            null, CancellationToken.None);
        var probabilities = output.Read<float>(network.Session.Outputs[0]);
        for (var i = 0; i < count; i++)
        {
            var row = probabilities.Slice(i * labels, labels);
            readings[asked[i].Place] = network.Labels.PinyinOf(System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row));
        }
    }

    private string? NetworkFile() =>
        ((string[])["g2pW.onnx", "g2pw.onnx"]).Select(name => Path.Combine(_folder, name)).FirstOrDefault(File.Exists);

    private Network? Open()
    {
        try
        {
            var labels = PolyphoneLabels.Open(_folder);
            var vocabulary = Vocabulary.Open(_folder);
            var network = new Network(_sessions.Open(NetworkFile()!, new SessionSettings { KeepArena = false }), vocabulary, labels);
            Try(network);
            return network;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException or EngineUnavailableException)
        {
            _fault = failure.Message;
            return null;
        }
    }

    // A network with other inputs or another number of labels is found here and not in somebody's sentence.
    private static void Try(Network network)
    {
        try
        {
            var readings = new string?[3];
            var mask = Enumerable.Repeat(1f, network.Labels.Count).ToArray();
            Ask(network, "長大了", 0, [new Question(0, 0, mask), new Question(1, 0, mask)], readings);
        }
        catch (Exception failure) when (failure is EngineUnavailableException or ArgumentException)
        {
            network.Session.Dispose();
            throw new InvalidDataException($"The network does not fit the tables beside it: {failure.Message}", failure);
        }
    }

    /// <summary>One character of a stretch that the network is asked about.</summary>
    private readonly record struct Question(int Place, int Character, float[] Mask);

    private sealed record Network(Session Session, Vocabulary Vocabulary, PolyphoneLabels Labels);
}
