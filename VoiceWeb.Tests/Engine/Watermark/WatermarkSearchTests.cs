using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WatermarkSearchTests
{
    private static readonly WatermarkId Second = new(0x00c0ffee1234);
    private static readonly Watermarker Marker = new(TestSpeech.Key);
    private static readonly Lazy<AudioBuffer> Marked = new(() => Marker.Mark(TestSpeech.At(24_000), TestSpeech.Id).Audio);

    [Theory]
    [InlineData(22_857, 1.05)] // played 5 % faster
    [InlineData(26_374, 0.91)] // 9 % slower
    public void A_change_of_speed_is_found_and_named(int rate, double speed)
    {
        // Samples at another rate, said to be at the old one: time and pitch move together.
        var played = new AudioBuffer(TestSpeech.Resample(Marked.Value, rate).Samples, 24_000);

        var found = Detect(TestSpeech.Cut(played, 1, 8));

        Assert.Equal(TestSpeech.Id, found.Id);
        Assert.InRange(found.Tempo!.Value, speed - 0.011, speed + 0.011);
        Assert.InRange(found.Pitch!.Value, speed - 0.011, speed + 0.011);
    }

    [Fact]
    public void Cuts_are_followed()
    {
        var audio = Marked.Value;
        float[] joined =
        [
            .. TestSpeech.Cut(audio, 0.5, 2.2).Samples,
            .. TestSpeech.Cut(audio, 3.17, 2.4).Samples,
            .. TestSpeech.Cut(audio, 6.03, 2.6).Samples,
        ];
        Assert.Equal(TestSpeech.Id, Detect(new AudioBuffer(joined, 24_000)).Id);
    }

    [Fact]
    public void Two_renderings_in_one_file_are_both_named_with_their_places()
    {
        var other = Marker.Mark(TestSpeech.Cut(TestSpeech.At(24_000), 5, 7), Second).Audio;
        var file = new AudioBuffer([.. TestSpeech.Cut(Marked.Value, 0.3, 6).Samples, .. other.Samples], 24_000);

        var found = Detect(file);

        Assert.Equal(2, found.Matches.Count);
        var first = found.Matches.Single(match => match.Id == TestSpeech.Id);
        var second = found.Matches.Single(match => match.Id == Second);
        Assert.InRange(first.Ranges[^1].EndSeconds, 5.2, 6.8);
        Assert.InRange(second.Ranges[0].StartSeconds, 5.2, 6.8);
        Assert.All(found.Matches, match => Assert.True(match.FalsePositiveProbability < 1e-6));
    }

    [Fact]
    public void Without_a_ledger_the_claim_is_bounded_by_all_possible_ids()
    {
        var blind = new WatermarkDetector([TestSpeech.Key]).Detect(Marked.Value, null, TestContext.Current.CancellationToken);
        var known = Detect(Marked.Value);

        Assert.Equal(TestSpeech.Id, blind.Id);
        Assert.Null(blind.Matches[0].Issued);
        Assert.True(known.Matches[0].Issued);
        Assert.True(blind.FalsePositiveProbability > known.FalsePositiveProbability);
    }

    [Fact]
    public void An_id_that_the_ledger_does_not_know_is_bounded_by_all_possible_ids_too()
    {
        var signal = TestSpeech.Cut(TestSpeech.Resample(Marked.Value, 16_000), 1, 3).Samples;
        var grid = new CellGrid(new BandEvidence(new MarkSpectrogram(signal, TestContext.Current.CancellationToken), 1), 1);
        var unsure = new WatermarkMatch(TestSpeech.Id, 0, double.MaxValue, false, TestSpeech.Key.Id, []);
        double Chance(IWatermarkLedger? ledger) =>
            new KeyReader(TestSpeech.Key, ledger, 1).Follow(grid, unsure, StageAllowance.First).FalsePositiveProbability;

        var blind = Chance(null);

        Assert.InRange(blind, double.Epsilon, 1);
        Assert.InRange(Chance(new TestLedger(1_000)), blind, double.MaxValue);
        Assert.InRange(Chance(new TestLedger(1_000, TestSpeech.Id)), 0, blind / 1e9);
    }

    [Fact]
    public void A_search_can_be_stopped() => Assert.Throws<OperationCanceledException>(
        () => new WatermarkDetector([TestSpeech.Key]).Detect(Marked.Value, null, new CancellationToken(canceled: true)));

    private static WatermarkDetection Detect(AudioBuffer audio) =>
        new WatermarkDetector([TestSpeech.Key]).Detect(audio, new TestLedger(1000, TestSpeech.Id, Second), TestContext.Current.CancellationToken);
}
