using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class RenderingSketchTests
{
    private static readonly Watermarker Marker = new(TestSpeech.Key);
    private static readonly Lazy<WatermarkedAudio> Marked = new(() => Marker.Mark(TestSpeech.At(24_000), TestSpeech.Id));

    [Fact]
    public void A_sketch_is_under_a_kilobyte_per_second_and_survives_its_bytes()
    {
        var bytes = Marked.Value.Sketch.ToBytes();
        Assert.InRange(bytes.Length / Marked.Value.Audio.Seconds, 700, 1000);
        Assert.Equal(bytes, RenderingSketch.FromBytes(bytes).ToBytes());
    }

    [Fact]
    public void Refuses_bytes_that_are_no_sketch() => Assert.Throws<FormatException>(() => RenderingSketch.FromBytes(new byte[53]));

    [Fact]
    public void The_last_part_brings_the_sketch_of_the_whole()
    {
        var speech = TestSpeech.At(24_000);
        var stream = Marker.Begin(TestSpeech.Id, 24_000);
        var cut = 5 * 24_000;
        stream.Mark(new AudioBuffer(speech.Samples[..cut], 24_000));
        var sketch = stream.Mark(new AudioBuffer(speech.Samples[cut..], 24_000)).Sketch;

        var whole = Marked.Value.Sketch.ToBytes();
        var parts = sketch.ToBytes();
        Assert.Equal(whole.Length, parts.Length);
        var same = whole.Zip(parts).Count(pair => Math.Abs((sbyte)pair.First - (sbyte)pair.Second) <= 1);
        Assert.True(same > 0.97 * whole.Length, $"{same} of {whole.Length} values agree");
    }

    [Fact]
    public void The_index_finds_a_damaged_cut_among_others()
    {
        var index = Index(300);
        var noisy = Noisy(TestSpeech.Cut(Marked.Value.Audio, 3.21, 6), 0.35f);
        var grid = new CellGrid(new BandEvidence(Spectrogram(noisy), 1), 1, limited: false);

        var best = index.FindAnywhere(grid, TestContext.Current.CancellationToken)[0];

        Assert.Equal(TestSpeech.Id, best.Id);
        Assert.InRange(best.Start, 49, 51); // 3.21 s are 50.2 rows
    }

    [Theory]
    [InlineData("wav", "-ar", "8000", "-c:a", "libgsm_ms")]
    [InlineData("ogg", "-ar", "16000", "-c:a", "libspeex", "-b:a", "12k")]
    [InlineData("opus", "-c:a", "libopus", "-b:a", "6k", "-application", "voip")]
    public void The_index_finds_what_a_codec_for_speech_made_anew(string extension, params string[] options)
    {
        var coded = TestSpeech.Encode(TestSpeech.Cut(Marked.Value.Audio, 1, 8), extension, options);
        var grid = new CellGrid(new BandEvidence(Spectrogram(coded), 1), 1, limited: false);

        var places = Index(300).FindAnywhere(grid, TestContext.Current.CancellationToken);

        Assert.Equal(TestSpeech.Id, places[0].Id);
        Assert.InRange(places[0].Start, 15, 16);
        Assert.True(places[0].Likeness > 1.5 * places.First(place => place.Id != TestSpeech.Id).Likeness);
    }

    [Fact]
    public void The_sketch_reads_a_mark_that_is_lost_without_it()
    {
        var ledger = new TestLedger(300, TestSpeech.Id);
        var detector = new WatermarkDetector([TestSpeech.Key]);
        var drowned = Noisy(TestSpeech.Cut(Marked.Value.Audio, 1, 8), 0.8f);

        Assert.NotEqual(WatermarkVerdict.Marked, detector.Detect(drowned, ledger, TestContext.Current.CancellationToken).Verdict);
        var found = detector.Detect(drowned, ledger, Index(300), TestContext.Current.CancellationToken);

        Assert.Equal(TestSpeech.Id, found.Id);
        Assert.True(found.Matches[0].Assisted);
    }

    [Fact]
    public void The_sketch_alone_marks_nothing()
    {
        // The same speech without its mark: the fingerprint finds the rendering, the mark is not there.
        var found = new WatermarkDetector([TestSpeech.Key]).Detect(
            TestSpeech.Cut(TestSpeech.At(24_000), 1, 6), new TestLedger(300, TestSpeech.Id), Index(300), TestContext.Current.CancellationToken);
        Assert.NotEqual(WatermarkVerdict.Marked, found.Verdict);
    }

    [Fact]
    public void What_was_forgotten_is_not_found()
    {
        var index = Index(10);
        Assert.True(index.Remove(TestSpeech.Id));
        Assert.Equal(10, index.Count);
        var grid = new CellGrid(new BandEvidence(Spectrogram(Marked.Value.Audio), 1), 1, limited: false);
        Assert.DoesNotContain(index.FindAnywhere(grid, TestContext.Current.CancellationToken), place => place.Id == TestSpeech.Id);
    }

    /// <summary>The rendering among others that were shuffled together from its own pieces: the same voice, other words.</summary>
    private static SketchIndex Index(int others)
    {
        const int Row = RenderingSketch.Bands;
        var random = new Random(6);
        var own = Marked.Value.Sketch;
        var bytes = own.ToBytes();
        var index = new SketchIndex();
        index.Add(TestSpeech.Id, own);
        foreach (var id in new TestLedger(others).Ids)
        {
            var pieces = new List<byte>();
            while (pieces.Count < bytes.Length)
            {
                pieces.AddRange(bytes.AsSpan(random.Next(own.Rows - 4) * Row, 4 * Row));
            }

            index.Add(id, RenderingSketch.FromBytes([.. pieces]));
        }

        return index;
    }

    private static AudioBuffer Noisy(AudioBuffer audio, float relative)
    {
        var rms = (float)Math.Sqrt(audio.Samples.Average(x => x * x));
        return TestSpeech.Add(audio, TestSpeech.Noise(audio.Seconds + 1, audio.SampleRate, rms * relative, 8));
    }

    private static MarkSpectrogram Spectrogram(AudioBuffer audio) =>
        new(TestSpeech.Resample(audio, MarkGrid.Rate).Samples, TestContext.Current.CancellationToken);
}
