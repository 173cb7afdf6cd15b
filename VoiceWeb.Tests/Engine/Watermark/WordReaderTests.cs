using System.Globalization;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WordReaderTests
{
    private static readonly Lazy<AudioBuffer> Marked = new(() => new Watermarker(TestSpeech.Key).Mark(TestSpeech.At(24_000), TestSpeech.Id).Audio);

    [Fact]
    public void All_courses_together_have_odds_of_one_at_most()
    {
        var sum = 0.0;
        for (short first = -1; first < MarkGrid.PeriodFrames; first++)
        {
            for (short second = -1; second < MarkGrid.PeriodFrames; second++)
            {
                sum += Math.Exp(CourseOdds.LogPrior([first, second]));
            }
        }

        Assert.InRange(sum, 0.5, 1);
    }

    [Fact]
    public void Chance_alone_passes_a_bound_no_more_often_than_it_says()
    {
        // One word and one place: the bounds are then close to the truth, and a wrong factor would show.
        var grid = Grid(TestSpeech.Cut(TestSpeech.At(16_000), 2, 3));
        int straight = 0, followed = 0;
        const int Keys = 120;
        for (var i = 0; i < Keys; i++)
        {
            var pattern = new MarkPattern(WatermarkKey.Parse(string.Create(CultureInfo.InvariantCulture, $"vw1:{i:x8}:") + new string('4', 64)));
            var reader = new WordReader(pattern);
            var word = PayloadCode.Encode((ulong)i * 0x9e3779b97f4a7c15);
            var lags = new short[grid.Blocks];
            Array.Fill(lags, (short)(i * 2));
            straight += reader.Straight(new MarkPath(grid, lags, 0), word, 1, StageAllowance.First).Chance < 0.5 ? 1 : 0;
            followed += reader.Follow(grid, word, 1, StageAllowance.First).Chance < 0.5 ? 1 : 0;
        }

        Assert.Equal((0, 0), (straight, followed));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.15f)]
    public void A_mark_with_another_id_of_the_key_is_not_taken_for_an_issued_one(float noise)
    {
        var file = TestSpeech.Cut(Marked.Value, 2, 6);
        var rms = (float)Math.Sqrt(file.Samples.Average(x => x * x));
        var found = new WatermarkDetector([TestSpeech.Key]).Detect(
            TestSpeech.Add(file, TestSpeech.Noise(7, 24_000, rms * noise, 5)), new TestLedger(20_000), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(found.Matches, match => match.FalsePositiveProbability < 1e-6 && match.Id != TestSpeech.Id);
    }

    [Fact]
    public void Shreds_in_another_order_are_put_to_their_rendering()
    {
        var shreds = TestSpeech.Cut(Marked.Value, 0, 12).Samples.Chunk(36_000).ToArray();
        new Random(9).Shuffle(shreds);
        var file = new AudioBuffer([.. shreds.SelectMany(x => x)], 24_000);
        var rms = (float)Math.Sqrt(file.Samples.Average(x => x * x));

        var found = new WatermarkDetector([TestSpeech.Key]).Detect(
            TestSpeech.Add(file, TestSpeech.Noise(13, 24_000, rms * 0.03f, 5)), new TestLedger(5000, TestSpeech.Id), TestContext.Current.CancellationToken);

        Assert.Equal(TestSpeech.Id, found.Id);
        var seconds = found.Matches[0].Ranges.Sum(range => range.EndSeconds - range.StartSeconds);
        Assert.True(seconds is > 8 and < 12.1, $"{found.Tempo} {found.Pitch} " + string.Join("; ", found.Matches.Select(m => $"{m.Score:0.0} {m.FalsePositiveProbability:0e0} " + string.Join(" ", m.Ranges))));
    }

    [Fact]
    public void Two_renderings_in_one_file_are_found_with_their_places()
    {
        var other = new WatermarkId(0x00be11_0fa11e);
        var second = new Watermarker(TestSpeech.Key).Mark(TestSpeech.Cut(TestSpeech.At(24_000), 7, 6), other).Audio;
        var foreign = TestSpeech.Cut(TestSpeech.At(24_000), 3, 3);
        var file = new AudioBuffer([.. TestSpeech.Cut(Marked.Value, 1.3, 5).Samples, .. foreign.Samples, .. second.Samples], 24_000);

        var found = new WatermarkDetector([TestSpeech.Key]).Detect(file, new TestLedger(1000, TestSpeech.Id, other), TestContext.Current.CancellationToken);

        var first = Assert.Single(found.Matches, match => match.Id == TestSpeech.Id);
        Assert.InRange(first.Ranges[0].StartSeconds, 0, 0.6);
        Assert.InRange(first.Ranges[^1].EndSeconds, 4.4, 5.6);
        var last = Assert.Single(found.Matches, match => match.Id == other);
        Assert.InRange(last.Ranges[0].StartSeconds, 7.4, 8.6);
        Assert.InRange(last.Ranges[^1].EndSeconds, 13.2, 14.1);
    }

    private static CellGrid Grid(AudioBuffer audio) =>
        new(new BandEvidence(new MarkSpectrogram(audio.Samples, TestContext.Current.CancellationToken), 1), 1);
}
