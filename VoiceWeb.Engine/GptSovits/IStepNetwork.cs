namespace VoiceWeb.Engine.GptSovits;

/// <summary>Continues sentences by one code at a time. Safe for concurrent use: what a sentence has said lives in its caches.</summary>
internal interface IStepNetwork : IDisposable
{
    /// <summary>Empty caches for some sentences at once.</summary>
    /// <param name="slots">Sentences at most.</param>
    /// <param name="capacity">Rows of text and codes that a sentence has room for at first.</param>
    IStepCaches Open(int slots, int capacity);
}

/// <summary>Keys and values of sentences that are decoded together, in slots. Not thread-safe.</summary>
internal interface IStepCaches : IDisposable
{
    /// <summary>Rows that a sentence has room for.</summary>
    int Capacity { get; }

    /// <summary>Reads a sentence's prompt and text into a slot, where this network can do so itself.</summary>
    /// <param name="logits">Receives those of the last row.</param>
    /// <returns>False where it cannot: the prefill's graph must.</returns>
    bool TryPrefill(int slot, SemanticRequest request, Span<float> logits, CancellationToken cancellationToken);

    /// <summary>Puts the keys and values (rows, width) of a whole prefill into a slot.</summary>
    void Load(int slot, int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values);

    /// <summary>Moves a sentence to another slot.</summary>
    void Move(int from, int to);

    /// <summary>Makes room for longer sentences.</summary>
    void Grow(int capacity);

    /// <summary>One code further for the sentences of the first slots.</summary>
    /// <param name="rows">What each said last, and where it is.</param>
    /// <param name="logits">Receives (rows, codes).</param>
    void Run(IReadOnlyList<StepRow> rows, Span<float> logits, CancellationToken cancellationToken);
}

/// <summary>One sentence at a step.</summary>
/// <param name="Code">Said last.</param>
/// <param name="Position">Of that code among all codes.</param>
/// <param name="Past">Rows in its caches before this step.</param>
internal readonly record struct StepRow(long Code, int Position, int Past);
