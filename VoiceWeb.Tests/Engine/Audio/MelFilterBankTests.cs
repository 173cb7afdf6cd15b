using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class MelFilterBankTests
{
    [Theory]
    [InlineData(16_000, 512, 40)]
    [InlineData(24_000, 1_024, 80)]
    [InlineData(48_000, 2_048, 64)]
    public void A_pure_tone_lands_in_the_band_that_covers_it(int sampleRate, int fftSize, int bands)
    {
        var bank = new MelFilterBank(sampleRate, fftSize, bands);
        var mel = new float[bands];
        for (var bin = 5; bin < bank.Bins - 5; bin += 7)
        {
            var power = new float[bank.Bins];
            power[bin] = 1;
            bank.Apply(power, mel);
            var loudest = Array.IndexOf(mel, mel.Max());
            var place = 2_595 * Math.Log10(1 + (double)bin * sampleRate / fftSize / 700)
                / (2_595 * Math.Log10(1 + sampleRate / 2.0 / 700)) * (bands + 1) - 1;
            Assert.InRange(loudest, Math.Clamp(place, 0, bands - 1) - 0.6, Math.Clamp(place, 0, bands - 1) + 0.6);
        }
    }

    [Fact]
    public void Neighbouring_filters_add_up_to_one_between_the_outer_centres()
    {
        var bank = new MelFilterBank(16_000, 512, 40);
        for (var bin = 10; bin < 230; bin++)
        {
            Assert.Equal(1, Enumerable.Range(0, 40).Sum(band => bank.Weight(band, bin)), 1e-5);
        }
    }

    [Fact]
    public void Agrees_with_the_published_formula()
    {
        // Golden/audio/mel-htk-16k-512-4.csv, written by Golden/audio/make_mel.py (the HTK formula, in double).
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "audio", "mel-htk-16k-512-4.csv"));
        var bank = new MelFilterBank(16_000, 512, 4);
        Assert.Equal(bank.Bins, lines.Length);
        for (var bin = 0; bin < lines.Length; bin++)
        {
            var weights = lines[bin].Split(',').Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            for (var band = 0; band < 4; band++)
            {
                Assert.Equal(weights[band], bank.Weight(band, bin), 1e-6);
            }
        }
    }

    [Fact]
    public void Refuses_a_spectrum_of_the_wrong_length()
    {
        var bank = new MelFilterBank(16_000, 400, 80);
        var error = Assert.Throws<ArgumentException>(() => bank.Apply(new float[200], new float[80]));
        Assert.Contains("Expected 201 power bins, got 200", error.Message);
    }
}
