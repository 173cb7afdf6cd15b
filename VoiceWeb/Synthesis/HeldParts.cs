using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Holds the sentences of one rendering back until their mark has been read in the samples themselves. A sentence too short to be read
/// waits for the next ones; the last may be too short for good, and then the check of the whole decides. Not thread-safe.
/// </summary>
internal sealed class HeldParts(MarkCheck check, WatermarkId mark)
{
    private readonly List<SpokenPart> _waiting = [];

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Takes a sentence in.</summary>
    /// <returns>The sentences that may be heard from now on, in order; none while there is too little speech to tell.</returns>
    /// <exception cref="MarkFailedException">What waits does not carry the mark.</exception>
    public async Task<IReadOnlyList<SpokenPart>> AddAsync(SpokenPart part, CancellationToken cancellationToken)
    {
        _waiting.Add(part);
        var piece = new AudioBuffer([.. _waiting.SelectMany(waiting => waiting.Audio.Audio.Samples)], part.Audio.Audio.SampleRate);
        return await Task.Run(() => check.HoldsSoFar(piece, mark, part.Audio.Sketch, cancellationToken), cancellationToken) switch
        {
            true => Release(),
            false => throw new MarkFailedException("The mark could not be read in what was spoken; it was held back."),
            null => [],
        };
    }

    /// <summary>Lets everything go that waits.</summary>
    public IReadOnlyList<SpokenPart> Release()
    {
        SpokenPart[] released = [.. _waiting];
        _waiting.Clear();
        return released;
    }
}
