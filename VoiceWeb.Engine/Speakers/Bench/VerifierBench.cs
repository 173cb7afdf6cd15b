using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>Every voice's clip against every voice's other sentences, the latter under every condition.</summary>
internal static class VerifierBench
{
    private const double ClipSeconds = 12;
    private const int Takes = 2;

    public static SpeakersBenchReport Run(string folder, int most, CancellationToken cancellationToken)
    {
        var verifier = new SpeakerVerifier();
        var voices = SpeakersBench.Voices(folder, most);
        var clips = voices.Select(voice => verifier.Hear(Cut(SpeakersBench.Read(Path.Combine(voice, "clip.wav")), ClipSeconds), cancellationToken)).ToList();
        var others = voices.Select(voice => SpeakersBench.Takes(voice).Take(Takes).ToList()).ToList();
        var rows = new List<SpeakersBenchRow>();
        foreach (var condition in RecordingConditions.Names)
        {
            List<SpeakerMatch> same = [], different = [];
            for (var speaker = 0; speaker < voices.Count; speaker++)
            {
                for (var take = 0; take < others[speaker].Count; take++)
                {
                    var heard = verifier.Hear(RecordingConditions.Apply(others[speaker][take], condition, (ulong)(1 + speaker * 17 + take)), cancellationToken);
                    for (var claimed = 0; claimed < voices.Count; claimed++)
                    {
                        (claimed == speaker ? same : different).Add(verifier.Compare(clips[claimed], heard));
                    }
                }
            }

            rows.Add(Row(condition, "spectrum shape", same, different, match => -match.SpectrumShape));
            rows.Add(Row(condition, "spectrum mean", same, different, match => -match.SpectrumMean));
            rows.Add(Row(condition, "pitch", same, different, match => -match.PitchSemitones));
            rows.Add(SpeakersBenchRow.Of(
                condition,
                "score",
                [.. same.Select(match => match.Score)],
                [.. different.Select(match => match.Score)],
                (double)same.Count(match => match.Score < 0) / same.Count,
                (double)different.Count(match => match.Score > 0) / different.Count));
        }

        return new SpeakersBenchReport("speakers", rows);
    }

    private static SpeakersBenchRow Row(
        string condition, string name, IEnumerable<SpeakerMatch> same, IEnumerable<SpeakerMatch> different, Func<SpeakerMatch, double> measure) =>
        SpeakersBenchRow.Of(condition, name, [.. same.Select(measure)], [.. different.Select(measure)]);

    private static AudioBuffer Cut(AudioBuffer audio, double seconds) =>
        new(audio.Samples[..Math.Min(audio.Samples.Length, (int)(seconds * audio.SampleRate))], audio.SampleRate);
}
