using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.Speakers;
using VoiceWeb.Tests.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Speakers;

public sealed class TranscriptCheckTests
{
    private static readonly TranscriptCheck Check = new();

    private static readonly ChallengeStatement Statement = new(
        ["I agree to this voice. My words are ", ", ", " and ", "."],
        [
            new ChallengeSlot("garden", ["umbrella", "camera", "feather"]),
            new ChallengeSlot("piano", ["hammer", "breakfast", "island"]),
            new ChallengeSlot("thunder", ["tomato", "village", "needle"]),
        ],
        "en");

    [Fact]
    public async Task The_right_words_win_against_others_and_other_words_do_not()
    {
        var token = TestContext.Current.CancellationToken;
        var clip = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.High, SyntheticSpeaker.Transcript, token, 65);
        var voice = (await new BuiltinVoiceModel().FitAsync(
            new VoiceFitRequest("builtin", [new FitClip(clip, SyntheticSpeaker.Transcript)], "en"), null, token)).Voice;

        var right = await Check.CheckAsync(await ReadAsync(Statement.Text), voice, Statement, token);
        Assert.Equal(ReadingDecision.Read, right.Decision);
        Assert.Equal(3, right.SlotsWon);

        var wrong = await Check.CheckAsync(
            await ReadAsync("I agree to this voice. My words are walnut, candle and library."), voice, Statement, token);
        Assert.True(wrong.Decision != ReadingDecision.Read, $"{string.Join(" ", wrong.Slots)} cost {wrong.TextCost}; right {string.Join(" ", right.Slots)} cost {right.TextCost}");
        Assert.True(wrong.Margin < 0.5 * right.Margin, $"{wrong.Margin} against {right.Margin}");
        Assert.True(wrong.TextCost > right.TextCost);

        var silence = new AudioBuffer(new float[AnalysisGrid.SampleRate], AnalysisGrid.SampleRate);
        var refusal = await Assert.ThrowsAsync<UnusableRecordingException>(() => Check.CheckAsync(silence, voice, Statement, token));
        Assert.Equal("too-short", refusal.Reason);

        Task<AudioBuffer> ReadAsync(string text) => SyntheticSpeaker.SayAsync(SyntheticSpeaker.High, text, token, 65);
    }

    [Fact]
    public void A_statement_puts_its_words_between_its_parts()
    {
        Assert.Equal("I agree to this voice. My words are garden, piano and thunder.", Statement.Text);
        Assert.Equal("I agree to this voice. My words are garden, hammer and thunder.", Statement.With(1, "hammer"));
        Assert.Throws<InvalidOperationException>(() => (Statement with { Parts = ["only one"] }).Text);
    }
}
