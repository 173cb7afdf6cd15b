using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests;

/// <summary>Reads the marks that the <see cref="FakeSpeechEngine"/> whistles.</summary>
public sealed class FakeMarkReader : IMarkReader
{
    /// <summary>Finds nothing any more, as if what reads the marks had broken.</summary>
    public bool Deaf { get; set; }

    public WatermarkDetection Verify(AudioBuffer audio, WatermarkId expected, RenderingSketch? sketch, CancellationToken cancellationToken) => Read(audio);

    public Task<WatermarkDetection> DetectAsync(AudioBuffer audio, CancellationToken cancellationToken) => Task.FromResult(Read(audio));

    private WatermarkDetection Read(AudioBuffer audio)
    {
        // What is no whole number of whistled sentences was not whistled; a coder adds some milliseconds.
        var sentences = audio.Seconds / FakeSpeechEngine.SentenceSeconds;
        var heard = Deaf || sentences < 0.5 || Math.Abs(sentences - Math.Round(sentences)) > 0.15 ? [] : FakeSpeechEngine.Read(audio);
        return heard.Count == 0 || heard.Select(h => h.Mark).Distinct().Count() != 1 || heard[0].Mark.Value == 0
            ? new WatermarkDetection(WatermarkVerdict.NotFound, null, 0, 1) { ActiveSeconds = 60 }
            : new WatermarkDetection(WatermarkVerdict.Marked, heard[0].Mark, 1 - 1e-9, 1e-9)
            {
                ActiveSeconds = audio.Seconds,
                Matches = [new WatermarkMatch(heard[0].Mark, 12, 1e-9, true, "fake", [new WatermarkRange(0, audio.Seconds)])],
            };
    }
}
