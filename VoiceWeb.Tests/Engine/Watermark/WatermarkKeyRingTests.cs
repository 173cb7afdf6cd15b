using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WatermarkKeyRingTests
{
    [Fact]
    public void A_file_with_one_key_is_a_ring_and_rotation_keeps_it_for_reading()
    {
        var ring = WatermarkKeyRing.Parse(TestSpeech.Key + "\n");
        var rotated = WatermarkKeyRing.Parse(ring.Rotate().ToString());

        Assert.Equal(TestSpeech.Key.Id, ring.Current.Id);
        Assert.NotEqual(TestSpeech.Key.Id, rotated.Current.Id);
        Assert.Equal([rotated.Current.Id, TestSpeech.Key.Id], rotated.Keys.Select(key => key.Id));
        Assert.Equal(TestSpeech.Key.ToString(), rotated.Keys[1].ToString());
    }

    [Fact]
    public void Marks_of_every_epoch_are_read_and_say_which_key_they_are_of()
    {
        var old = WatermarkKeyRing.Parse(TestSpeech.Key.ToString());
        var now = old.Rotate();
        var speech = TestSpeech.Cut(TestSpeech.At(24_000), 1, 5);
        var ledger = new TestLedger(500, TestSpeech.Id);
        foreach (var key in now.Keys)
        {
            var found = new WatermarkDetector(now.Keys).Detect(
                new Watermarker(key).Mark(speech, TestSpeech.Id).Audio, ledger, TestContext.Current.CancellationToken);
            Assert.Equal(TestSpeech.Id, found.Id);
            Assert.Equal(key.Id, found.Matches[0].KeyId);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("vw1:0000000a:7777777777777777777777777777777777777777777777777777777777777777\nnonsense")]
    [InlineData("vw1:0000000a:7777777777777777777777777777777777777777777777777777777777777777\nvw1:0000000a:7777777777777777777777777777777777777777777777777777777777777777")]
    public void Refuses_what_is_not_a_ring_without_repeating_it(string text)
    {
        var error = Assert.Throws<FormatException>(() => WatermarkKeyRing.Parse(text));
        Assert.DoesNotContain("7777", error.Message, StringComparison.Ordinal);
    }
}
