using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class WatermarkKeyTests
{
    [Fact]
    public void A_key_survives_its_file()
    {
        var key = WatermarkKey.Create();
        var read = WatermarkKey.Parse(key + "\n");

        Assert.Equal(key.ToString(), read.ToString());
        Assert.Equal(key.Id, read.Id);
        Assert.Equal(key.Derive("check"), read.Derive("check"));
    }

    [Fact]
    public void Two_keys_and_two_purposes_are_unrelated()
    {
        var key = WatermarkKey.Create();
        Assert.NotEqual(key.ToString(), WatermarkKey.Create().ToString());
        Assert.NotEqual(key.Derive("pattern"), key.Derive("check"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vw1:0000000a")]
    [InlineData("vw2:0000000a:7777777777777777777777777777777777777777777777777777777777777777")]
    [InlineData("vw1:0000000a:77")]
    [InlineData("vw1:0000000a:zz77777777777777777777777777777777777777777777777777777777777777")]
    public void Refuses_what_is_not_a_key_without_repeating_it(string text)
    {
        var error = Assert.Throws<FormatException>(() => WatermarkKey.Parse(text));
        Assert.Contains("watermark key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("7777", error.Message, StringComparison.Ordinal);
    }
}
