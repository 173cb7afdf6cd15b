using System.Text;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class BaseSpeechTests
{
    private static readonly BaseSpeech Speech = new(new EspeakProcess());

    [Theory]
    [InlineData("今天天气很好。")]
    [InlineData("jin1 tian1 tian1 qi4")]
    public async Task Mandarin_is_read_as_Mandarin_and_not_spelled_in_English(string text)
    {
        var phonemes = Encoding.UTF8.GetString(await new EspeakProcess().RunAsync(
            ["-v", BaseVoices.Mandarin, "-q", "-x", "--stdin"], text, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("(en)", phonemes);
        Assert.Contains("55", phonemes); // first tone
    }

    [Theory]
    [InlineData("en", BaseVoices.English)]
    [InlineData("en-GB", "en-gb")]
    [InlineData("zh", BaseVoices.Mandarin)]
    [InlineData("zh-Hans-CN", BaseVoices.Mandarin)]
    [InlineData("cmn", BaseVoices.Mandarin)]
    [InlineData("zh-HK", BaseVoices.Cantonese)]
    [InlineData("yue", BaseVoices.Cantonese)]
    [InlineData("de-AT", "de")]
    [InlineData("fr", "fr-fr")]
    [InlineData("pt-BR", "pt-br")]
    public async Task A_language_finds_its_voice(string language, string voice) =>
        Assert.Equal(voice, (await Speech.VoicesAsync(TestContext.Current.CancellationToken)).For(language));

    [Fact]
    public async Task Hakka_which_it_cannot_read_is_not_offered()
    {
        var voices = await Speech.VoicesAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hak", voices.Languages);
        Assert.Contains("zh", voices.Languages);
        Assert.True(voices.Languages.Count > 100);
        var refusal = Assert.Throws<UnspeakableTextException>(() => voices.For("xx"));
        Assert.Equal("language-not-spoken", refusal.Reason);
    }

    [Fact]
    public void A_sentence_is_cut_where_its_script_changes()
    {
        var runs = ScriptRun.Cut("我用 Windows 11 系统。", BaseVoices.Mandarin);
        Assert.Equal(["我用 ", "Windows 11 ", "系统。"], runs.Select(run => run.Text));
        Assert.Equal([BaseVoices.Mandarin, BaseVoices.English, BaseVoices.Mandarin], runs.Select(run => run.Voice));
        Assert.Single(ScriptRun.Cut("Nothing to cut, 3 times.", "en-us"));
        Assert.Equal(BaseVoices.Mandarin, ScriptRun.Cut("Say 你好 now", "en-us")[1].Voice);
        Assert.All(ScriptRun.Cut("粵語 and English", BaseVoices.Cantonese).Zip([BaseVoices.Cantonese, BaseVoices.English]),
            pair => Assert.Equal(pair.Second, pair.First.Voice));
    }

    [Fact]
    public void What_the_base_speech_would_take_for_a_command_is_defused()
    {
        Assert.DoesNotContain("[[", ScriptRun.Cut("read [[h'u:]] this\u0000 and \uD800 that", "en-us")[0].Text);
        Assert.DoesNotContain(ScriptRun.Cut("a\u0000b\u001bc", "en-us")[0].Text, char.IsControl);
    }

    [Fact]
    public async Task Text_that_looks_like_an_option_is_text()
    {
        var pieces = await Speech.SayAsync("--voices", "en", TestContext.Current.CancellationToken);
        Assert.InRange(pieces[0].Audio.Seconds, 0.2, 3);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("...")]
    public async Task Nothing_to_say_is_refused_in_words(string text)
    {
        var refusal = await Assert.ThrowsAsync<UnspeakableTextException>(
            () => Speech.SayAsync(text, "en", TestContext.Current.CancellationToken));
        Assert.Equal("no-speakable-characters", refusal.Reason);
    }

    [Fact]
    public async Task A_missing_program_is_said_with_the_command_that_installs_it()
    {
        var speech = new BaseSpeech(new EspeakProcess("espeak-ng-that-is-not-there"));
        var error = await Assert.ThrowsAsync<EngineUnavailableException>(
            () => speech.SayAsync("Hello.", "en", TestContext.Current.CancellationToken));
        Assert.Contains("apt-get install espeak-ng", error.Message);
        Assert.False(new BuiltinVoiceModel(new EspeakProcess("espeak-ng-that-is-not-there")).Status.Available);
    }

    [Fact]
    public async Task Cancelling_stops_at_once_and_leaves_no_process()
    {
        using var cancel = new CancellationTokenSource();
        var speaking = Speech.SayAsync(string.Concat(Enumerable.Repeat("a very long sentence ", 20_000)), "en", cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
    }
}
