using System.Globalization;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>All attacks with their goals.</summary>
internal static class MarkAttacks
{
    /// <summary>The attacks, tier by tier.</summary>
    public static IReadOnlyList<MarkAttack> All { get; } = [.. Core(), .. Speeds(), .. Hard(), .. Combos(), .. Extremes()];

    /// <summary>One of every kind, and those that are hardest to meet.</summary>
    public static IReadOnlyList<string> Quick { get; } =
    [
        "identity", "mp3_32", "aac_32", "opus_16", "tel_mulaw", "noise_20", "crop_3s", "cut_10", "mix_music_10", "speed_p5", "tempo_m5",
        "opus_12", "noise_10", "crop_1s", "pitch_m1", "rerecord_far", "gsm", "shuffle_1s",
        "wechat_like", "phone_record", "call_record", "splice_noise", "melvoc_80",
    ];

    private static IEnumerable<MarkAttack> Core()
    {
        yield return Row("identity", 100, 100, (x, _) => x);
        yield return Row("mp3_128", 100, 100, Mp3(128));
        yield return Row("mp3_64", 100, 100, Mp3(64));
        yield return Row("mp3_48", 100, 100, Mp3(48));
        yield return Row("mp3_32", 100, 100, Mp3(32));
        yield return Row("aac_64", 100, 100, Aac(64));
        yield return Row("aac_32", 99, 100, Aac(32));
        yield return Row("opus_32", 100, 100, Opus(32));
        yield return Row("opus_16", 85, 100, Opus(16));
        yield return Row("vorbis_q2", 100, 100, Codec("ogg", "-c:a", "libvorbis", "-q:a", "2"));
        yield return Row("resample_16k", 100, 100, Resampled(16_000));
        yield return Row("resample_44k", 100, 100, (x, _) => Resampler.Convert(x, 44_100));
        yield return Row("resample_8k_back", 98, 100, Resampled(8_000));
        yield return Row("tel_mulaw", 95, 100, (x, _) => LevelAttacks.Telephone(x));
        yield return Row("noise_30", 100, 100, (x, c) => LevelAttacks.Noise(x, 30, c));
        yield return Row("noise_20", 97, 100, (x, c) => LevelAttacks.Noise(x, 20, c));
        yield return Row("pink_20", 98, 100, (x, c) => LevelAttacks.PinkNoise(x, 20, c));
        yield return Row("gain_p12_clip", 100, 100, (x, _) => LevelAttacks.Gain(x, 12));
        yield return Row("gain_m12", 100, 100, (x, _) => LevelAttacks.Gain(x, -12));
        yield return Row("gain_m30", 100, 100, (x, _) => LevelAttacks.Gain(x, -30));
        yield return Row("invert", 100, 100, (x, _) => Samples.Map(x, v => -v));
        yield return Row("compress", 100, 100, Filter("acompressor=threshold=-30dB:ratio=6:attack=5:release=80:makeup=4"));
        yield return Row("loudnorm", 100, 100, Filter("loudnorm=I=-16:TP=-1.5:LRA=7"));
        yield return Row("lowpass_3k4", 98, 100, (x, _) => ButterworthFilter.LowPass(x, 3400, 6));
        yield return Row("highpass_300", 100, 100, (x, _) => ButterworthFilter.HighPass(x, 300, 6));
        yield return Row("eq", 100, 100, (x, _) => Equalise(x));
        yield return Row("echo_100", 100, 100, (x, _) => TimeAttacks.Echo(x, 0.1, 0.4f));
        yield return Row("reverb_03", 98, 100, (x, c) => TimeAttacks.Room(x, 0.3, 6, c));
        yield return Row("crop_5s", 98, 100, (x, c) => TimeAttacks.Crop(x, 5, c));
        yield return Row("crop_3s", 93, 100, (x, c) => TimeAttacks.Crop(x, 3, c));
        yield return Row("cut_10", 95, 100, (x, c) => TimeAttacks.CutOut(x, 0.1, c));
        yield return Row("prepend_silence", 100, 100, (x, c) => TimeAttacks.PrependSilence(x, 1.37, c));
        yield return Row("prepend_speech", 99, 100, (x, c) => TimeAttacks.PrependSpeech(x, 3.3, after: false, c));
        yield return Row("both_speech", 97, 100, (x, c) => TimeAttacks.PrependSpeech(x, 6.1, after: true, c));
        yield return Row("bits_8", 100, 100, (x, _) => LevelAttacks.Bits(x, 8));
        yield return Row("double_codec", 100, 100, Chain(Mp3(64), Aac(48)));
        yield return Row("mix_music_10", 65, 100, (x, c) => LevelAttacks.Music(x, 10, c));
        yield return Row("mix_music_20", 97, 100, (x, c) => LevelAttacks.Music(x, 20, c));
        yield return Row("mix_speech_10", 99, 100, (x, c) => LevelAttacks.Speech(x, 10, c));
    }

    private static IEnumerable<MarkAttack> Speeds()
    {
        foreach (var (name, factor) in new[] { ("m1", 0.99), ("p1", 1.01), ("m2", 0.98), ("p2", 1.02), ("m5", 0.95), ("p5", 1.05) })
        {
            yield return Row("speed_" + name, 100, 100, (x, _) => TimeAttacks.Speed(x, factor));
        }

        yield return Row("tempo_m5", 100, 100, Tempo(0.95));
        yield return Row("tempo_p5", 100, 100, Tempo(1.05));
    }

    private static IEnumerable<MarkAttack> Hard()
    {
        const AttackTier Tier = AttackTier.Hard;
        yield return Row("tempo_m10", 99, 100, Tempo(0.9), Tier);
        yield return Row("tempo_p10", 99, 100, Tempo(1.1), Tier);
        yield return Row("mp3_24", 98, 100, Mp3(24), Tier);
        yield return Row("opus_12", 70, 99, Opus(12), Tier);
        yield return Row("opus_6", 5, 35, Opus(6), Tier);
        yield return Row("noise_10", 60, 95, (x, c) => LevelAttacks.Noise(x, 10, c), Tier);
        yield return Row("noise_5", 20, 75, (x, c) => LevelAttacks.Noise(x, 5, c), Tier);
        yield return Row("crop_2s", 80, 100, (x, c) => TimeAttacks.Crop(x, 2, c), Tier);
        yield return Row("crop_1s", 35, 95, (x, c) => TimeAttacks.Crop(x, 1, c), Tier);
        yield return Row("speed_p10", 97, 100, (x, _) => TimeAttacks.Speed(x, 1.1), Tier);
        yield return Row("speed_m10", 97, 100, (x, _) => TimeAttacks.Speed(x, 0.9), Tier);
        yield return Row("pitch_p1", 100, 100, Pitch(1), Tier);
        yield return Row("pitch_m1", 100, 100, Pitch(-1), Tier);
        yield return Row("reverb_08", 65, 98, (x, c) => TimeAttacks.Room(x, 0.8, 0, c), Tier);
        yield return Row("rerecord_near", 96, 100, Rerecord(0.3, 6, 25, 1), Tier);
        yield return Row("rerecord_far", 60, 93, Rerecord(0.6, 0, 15, 1.0007), Tier);
        yield return Row("denoise", 95, 100, Filter("afftdn=nr=20:nf=-35"), Tier);
        yield return Row("gsm", 30, 99, Gsm, Tier);
        yield return Row("speex_8k", 30, 97, Codec("ogg", "-ar", "16000", "-c:a", "libspeex", "-b:a", "12k"), Tier);
        yield return Row("bits_6", 85, 99, (x, _) => LevelAttacks.Bits(x, 6), Tier);
        yield return Row("shuffle_1s", 60, 98, (x, c) => TimeAttacks.Shuffle(x, 1, c), Tier);
        yield return Row("jitter_50", 98, 100, (x, c) => TimeAttacks.Jitter(x, 50, c), Tier);
        yield return Row("mix_speech_0", 40, 95, (x, c) => LevelAttacks.Speech(x, 0, c), Tier);
        yield return Row("clip_hard", 98, 100, (x, _) => LevelAttacks.Gain(x, 24), Tier);
    }

    private static IEnumerable<MarkAttack> Combos()
    {
        const AttackTier Tier = AttackTier.Combo;
        yield return Row("wechat_like", 65, 97, Chain(
            (x, c) => Resampler.Convert(TimeAttacks.Crop(x, 6, c), 16_000), Opus(16), (x, _) => LevelAttacks.Gain(x, -6)), Tier);
        yield return Row("video_repost", 88, 100, Chain((x, c) => LevelAttacks.Music(TimeAttacks.Speed(x, 1.02), 15, c), Aac(64)), Tier);
        yield return Row("phone_record", 70, 96, Chain(Rerecord(0.4, 4, 20, 1.0003), Mp3(48)), Tier);
        yield return Row("clip_mp3", 95, 100, Chain((x, c) => TimeAttacks.Crop(x, 5, c), Mp3(64)), Tier);
        yield return Row("call_record", 20, 95, Chain((x, _) => LevelAttacks.Telephone(x), Gsm), Tier);
        yield return Row("tempo_mp3", 99, 100, Chain(Tempo(1.05), Mp3(64)), Tier);
        yield return Row("splice_noise", 85, 99, Chain((x, c) => LevelAttacks.Noise(TimeAttacks.CutOut(x, 0.1, c), 25, c), Mp3(96)), Tier);
    }

    private static IEnumerable<MarkAttack> Extremes()
    {
        const AttackTier Tier = AttackTier.Extreme;
        yield return Row("codec2_3200", 0, 15, Codec("c2", "-ar", "8000", "-c:a", "libcodec2", "-mode", "3200"), Tier);
        yield return Row("griffinlim", 100, 100, VocoderAttacks.Phases, Tier);
        yield return Row("melvoc_80", 92, 100, (x, c) => VocoderAttacks.Mel(x, 80, c), Tier);
    }

    private static MarkAttack Row(
        string name, int blind, int assisted, Func<AudioBuffer, AttackContext, AudioBuffer> damage, AttackTier tier = AttackTier.Core) =>
        new(name, tier, blind, assisted, damage);

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Chain(params Func<AudioBuffer, AttackContext, AudioBuffer>[] steps) =>
        (x, c) => steps.Aggregate(x, (sound, step) => step(sound, c));

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Codec(string extension, params string[] encode) =>
        (x, c) => c.Programs.Codec(x, extension, encode);

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Mp3(int kilobits) => Codec("mp3", "-c:a", "libmp3lame", "-b:a", $"{kilobits}k");

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Aac(int kilobits) => Codec("m4a", "-c:a", "aac", "-b:a", $"{kilobits}k");

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Opus(int kilobits) =>
        Codec("opus", "-c:a", "libopus", "-b:a", $"{kilobits}k", "-application", "voip");

    private static AudioBuffer Gsm(AudioBuffer audio, AttackContext context) => context.Programs.Codec(audio, "wav", "-ar", "8000", "-c:a", "libgsm_ms");

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Filter(string filter) => (x, c) => c.Programs.Filter(x, filter);

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Tempo(double factor) =>
        Filter(string.Create(CultureInfo.InvariantCulture, $"atempo={factor:0.000000}"));

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Pitch(double semitones)
    {
        var factor = Math.Pow(2, semitones / 12);
        return Chain((x, _) => TimeAttacks.Speed(x, factor), Tempo(1 / factor));
    }

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Resampled(int rate) =>
        (x, _) => Resampler.Convert(Resampler.Convert(x, rate), x.SampleRate);

    private static Func<AudioBuffer, AttackContext, AudioBuffer> Rerecord(double decay, double direct, double noise, double skew) => (x, c) =>
    {
        var room = LevelAttacks.PinkNoise(TimeAttacks.Room(ButterworthFilter.Band(x, 150, 7000, 2), decay, direct, c), noise, c);
        return c.Programs.Filter(
            skew == 1 ? room : TimeAttacks.Speed(room, skew), "acompressor=threshold=-20dB:ratio=2:attack=10:release=150");
    };

    private static AudioBuffer Equalise(AudioBuffer audio)
    {
        foreach (var (hz, db) in new[] { (250.0, 5.0), (1200, -6), (3000, 6), (6000, -5) })
        {
            audio = ButterworthFilter.Peak(audio, hz, 1, db);
        }

        return audio;
    }
}
