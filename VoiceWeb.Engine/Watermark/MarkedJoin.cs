using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Lays marked parts and silence end to end. What goes in is marked speech and zeros alone, so what comes out is marked as well:
/// no unmarked sound can be brought in here.
/// </summary>
internal static class MarkedJoin
{
    /// <summary>Joins parts of one mark.</summary>
    /// <param name="parts">Marked parts, each with the silence before it in samples. At least one.</param>
    /// <param name="silenceAfter">Silence after the last part, in samples.</param>
    /// <param name="fade">Samples over which a part fades where it meets silence.</param>
    /// <exception cref="ArgumentException">The parts differ in mark or sample rate, or are too long together.</exception>
    public static WatermarkedAudio Of(IReadOnlyList<(WatermarkedAudio Part, int SilenceBefore)> parts, int silenceAfter, int fade)
    {
        var first = parts[0].Part;
        foreach (var (part, _) in parts)
        {
            if (part.Id != first.Id)
            {
                throw new ArgumentException($"The parts carry different marks ({first.Id} and {part.Id}); a track carries one.", nameof(parts));
            }

            if (part.Audio.SampleRate != first.Audio.SampleRate)
            {
                throw new ArgumentException(
                    $"The parts have different sample rates ({first.Audio.SampleRate} and {part.Audio.SampleRate} Hz).", nameof(parts));
            }
        }

        var length = parts.Sum(part => (long)part.SilenceBefore + part.Part.Audio.Samples.Length) + silenceAfter;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException($"The track would have {length} samples; {Array.MaxLength} is the most. Make it in chapters.", nameof(parts));
        }

        var track = new float[length];
        var at = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            at += parts[i].SilenceBefore;
            var samples = parts[i].Part.Audio.Samples;
            var place = track.AsSpan(at, samples.Length);
            samples.CopyTo(place);
            if (parts[i].SilenceBefore > 0)
            {
                Crossfade.FadeIn(place, Math.Min(fade, samples.Length / 2));
            }

            if ((i + 1 < parts.Count ? parts[i + 1].SilenceBefore : silenceAfter) > 0)
            {
                Crossfade.FadeOut(place, Math.Min(fade, samples.Length / 2));
            }

            at += samples.Length;
        }

        return new WatermarkedAudio(new AudioBuffer(track, first.Audio.SampleRate), first.Id);
    }
}
