using VoiceWeb.Consent;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>A checked order, with the proof that the voice may be used and the id that its mark will carry. Nothing is queued without one.</summary>
public sealed class SynthesisRequest
{
    /// <param name="order">What is to be said; checked.</param>
    /// <param name="grant">Proof that its voice may be used for its purpose.</param>
    /// <param name="mark">The id of this rendering.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <exception cref="ArgumentException">The grant is for another voice or purpose.</exception>
    public SynthesisRequest(SpeakOrder order, ConsentGrant grant, WatermarkId mark, long seed)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.VoiceId != order.VoiceId || grant.Purpose != order.Purpose)
        {
            throw new ArgumentException("The grant is for another voice or purpose than the order.", nameof(grant));
        }

        Order = order;
        Grant = grant;
        Mark = mark;
        Seed = seed;
    }

    /// <summary>What is to be said.</summary>
    public SpeakOrder Order { get; }

    /// <summary>Proof that its voice may be used.</summary>
    public ConsentGrant Grant { get; }

    /// <summary>The id of this rendering.</summary>
    public WatermarkId Mark { get; }

    /// <summary>Seed of everything random.</summary>
    public long Seed { get; }

    /// <summary>The pronunciation dictionaries that it is read with and their versions, as <c>id:version</c> with spaces between.</summary>
    public string Dictionaries { get; init; } = "";
}
