using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

public sealed class PayloadCodeTests
{
    private readonly PayloadCode _code = new(TestSpeech.Key);

    [Fact]
    public void The_code_is_linear()
    {
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            ulong a = Draw(random), b = Draw(random);
            Assert.Equal(PayloadCode.Encode(a ^ b), PayloadCode.Encode(a) ^ PayloadCode.Encode(b));
        }
    }

    [Fact]
    public void Light_payloads_give_heavy_words()
    {
        for (var bit = 0; bit < PayloadCode.PayloadBits; bit++)
        {
            var word = PayloadCode.Encode(1UL << bit);
            var weight = Enumerable.Range(0, 256).Count(i => word[i]);
            Assert.True(weight >= 28, $"payload bit {bit} changes only {weight} code bits");
        }
    }

    [Fact]
    public void A_payload_is_read_through_noise_as_loud_as_itself()
    {
        var random = new Random(2);
        var decoder = new TailBitingDecoder();
        for (var i = 0; i < 20; i++)
        {
            var payload = Draw(random);
            var soft = Noisy(PayloadCode.Encode(payload), 1, random);
            Assert.Equal(payload, decoder.Decode(soft, 8)[0]);
        }
    }

    [Fact]
    public void Only_the_key_makes_valid_checks()
    {
        var other = new PayloadCode(TestSpeech.OtherKey);
        var random = new Random(3);
        var forged = 0;
        for (var i = 0; i < 2000; i++)
        {
            var id = new WatermarkId((ulong)random.NextInt64(1L << 48));
            Assert.True(_code.IsValid(_code.Payload(id), out var read));
            Assert.Equal(id, read);
            forged += _code.IsValid(other.Payload(id), out _) ? 1 : 0;
        }

        Assert.True(forged <= 2, $"{forged} of 2000 forged checks passed; chance gives 0.03");
    }

    [Fact]
    public void The_ledger_finds_ids_in_noise_that_drowns_blind_readings()
    {
        const int Trials = 12;
        var random = new Random(4);
        var ledger = new TestLedger(20_000, TestSpeech.Id);
        var code = new LedgerCode(_code, ledger.Ids);
        var decoder = new TailBitingDecoder();
        int named = 0, read = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var soft = Noisy(_code.Encode(TestSpeech.Id), 2.1f, random);
            var (id, z) = code.Best(soft)!.Value;
            Assert.Equal(MarkStatistics.Z(_code.Encode(id), soft), z, 1e-3);
            named += id == TestSpeech.Id ? 1 : 0;
            read += decoder.Decode(soft, 8)[0] == _code.Payload(TestSpeech.Id) ? 1 : 0;
        }

        Assert.True(named >= Trials - 1, $"the ledger named {named} of {Trials}");
        Assert.True(read <= Trials / 2, $"blind reading got {read} of {Trials}");
    }

    [Fact]
    public void An_empty_ledger_names_nobody() => Assert.Null(new LedgerCode(_code, []).Best(Noisy(default, 1, new Random(5))));

    private static ulong Draw(Random random) => (ulong)random.NextInt64() ^ ((ulong)random.Next(2) << 63);

    private static float[] Noisy(CodeWord word, float sigma, Random random)
    {
        var soft = new float[256];
        for (var i = 0; i < soft.Length; i++)
        {
            var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            soft[i] = (word[i] ? -1 : 1) + (sigma * (float)gauss);
        }

        return soft;
    }
}
