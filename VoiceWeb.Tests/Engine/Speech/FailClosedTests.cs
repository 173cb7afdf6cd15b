using VoiceWeb.Engine;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Speech;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Tests.Engine.GptSovits;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Speech;

/// <summary>A marker that fails in whatever way: nothing comes out of the engine.</summary>
public sealed class FailClosedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-closed-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_marker_that_throws_lets_nothing_out()
    {
        var (parts, error) = await SpeakAsync(new Watermarker(TestSpeech.Key, _ => throw new InvalidOperationException("broken")));
        Assert.Equal((0, "broken"), (parts.Count, error?.Message));
    }

    [Fact]
    public async Task A_marker_that_returns_unmarked_samples_lets_nothing_out()
    {
        var (parts, error) = await SpeakAsync(new Watermarker(TestSpeech.Key, marked => [.. Unmarked(marked.Length)]));
        Assert.Empty(parts);
        Assert.IsType<MarkFailedException>(error);
    }

    [Fact]
    public async Task A_marker_that_fails_at_the_second_sentence_lets_only_the_first_out()
    {
        var calls = 0;
        var (parts, error) = await SpeakAsync(new Watermarker(TestSpeech.Key, marked => calls++ == 0 ? marked : [.. Unmarked(marked.Length)]));
        Assert.Single(parts);
        Assert.IsType<MarkFailedException>(error);
    }

    [Fact]
    public async Task While_a_marker_is_slow_nothing_comes_out()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var marker = new Watermarker(TestSpeech.Key, marked =>
        {
            entered.Set();
            gate.Wait(Token);
            return marked;
        });
        var parts = new List<SpokenPart>();
        var speaking = Task.Run(() => CollectAsync(marker, parts), Token);
        entered.Wait(Token);

        Assert.Empty(parts);
        Assert.False(speaking.IsCompleted);
        gate.Set();
        await speaking;
        Assert.Equal(2, parts.Count);
    }

    private static IEnumerable<float> Unmarked(int samples) => Enumerable.Range(0, samples).Select(i => 0.1f * MathF.Sin(i * 0.3f));

    private async Task<(List<SpokenPart> Parts, Exception? Error)> SpeakAsync(Watermarker marker)
    {
        var parts = new List<SpokenPart>();
        return (parts, await Record.ExceptionAsync(() => CollectAsync(marker, parts)));
    }

    private async Task CollectAsync(Watermarker marker, List<SpokenPart> parts)
    {
        using var imported = new GptSovitsVoiceModels(new ModelLibrary(_folder), NetworkRun.Sessions, new TextFrontEnd());
        var engine = new SpeechEngine([new SpeechOfTheTests(24_000)], imported, new TextFrontEnd(), marker, new NoticeVoice(new BaseSpeech(new EspeakProcess())));
        var request = new SpeechRequest("Good morning. Good night.", "en", new VoiceReference("test", default), TestSpeech.Id, new SpeechSettings());
        await foreach (var part in engine.SpeakAsync(request, Token))
        {
            parts.Add(part);
        }
    }
}
