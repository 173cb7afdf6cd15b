using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests;

/// <summary>
/// Speaks in whistles: every sentence is a row of short tones, low for 0 and high for 1, that spell the mark's id (48 bits), the
/// voice (32 bits) and the sentence's number (8 bits). <see cref="Read"/> hears them again, also after lossy coding.
/// </summary>
public sealed class FakeSpeechEngine : ISpeechEngine
{
    public const int Rate = 16_000;
    public const int BitSamples = 320; // 20 ms
    private const int MarkBits = 48, VoiceBits = 32, IndexBits = 8;
    private const double Low = 500, High = 1_500;

    private readonly TextFrontEnd _frontEnd = new();
    private int _requests;

    /// <summary>Seconds of one sentence.</summary>
    public const double SentenceSeconds = (MarkBits + VoiceBits + IndexBits) * BitSamples / (double)Rate;

    /// <summary>Called before each sentence with its number: may wait, or throw what an engine throws.</summary>
    public Func<SpeechRequest, int, CancellationToken, Task>? BeforeSentence { get; set; }

    /// <summary>The id that the audio really carries, where it is not the one asked for.</summary>
    public Func<WatermarkId, WatermarkId>? MisMark { get; set; }

    /// <summary>How many requests were begun.</summary>
    public int Requests => _requests;

    /// <summary>What the fake puts into the audio for a voice's profile.</summary>
    public static uint VoiceNumber(ReadOnlySpan<byte> profile) => BitConverter.ToUInt32(SHA256.HashData(profile));

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(
        SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var sentences = _frontEnd.Split(request.Text, request.Language);
        for (var index = 0; index < sentences.Count; index++)
        {
            if (BeforeSentence is not null)
            {
                await BeforeSentence(request, index, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            var mark = MisMark?.Invoke(request.Mark) ?? request.Mark;
            var audio = new AudioBuffer(Whistle(mark, VoiceNumber(request.Voice.Profile.Span), index), Rate);
            yield return new SpokenPart(
                index, sentences.Count, sentences[index].Start, sentences[index].Text.Length, new WatermarkedAudio(audio, mark))
            {
                Reading = ReadingOf(request, sentences[index]),
            };
        }
    }

    /// <summary>Hears the sentences in audio: mark, voice and number of each.</summary>
    public static IReadOnlyList<(WatermarkId Mark, uint Voice, int Index)> Read(AudioBuffer audio)
    {
        var bit = (double)BitSamples * audio.SampleRate / Rate;
        var sentences = (int)Math.Round(audio.Seconds / SentenceSeconds);
        return
        [
            .. Enumerable.Range(0, sentences).Select(s =>
            {
                var first = s * (MarkBits + VoiceBits + IndexBits);
                return (new WatermarkId(Bits(first, MarkBits)), (uint)Bits(first + MarkBits, VoiceBits), (int)Bits(first + MarkBits + VoiceBits, IndexBits));
            }),
        ];

        ulong Bits(int first, int count)
        {
            ulong value = 0;
            for (var i = 0; i < count; i++)
            {
                var at = (int)((first + i) * bit);
                var tone = audio.Samples.AsSpan(at, Math.Min((int)bit, audio.Samples.Length - at));
                value = (value << 1) | (Power(tone, High, audio.SampleRate) > Power(tone, Low, audio.SampleRate) ? 1UL : 0);
            }

            return value;
        }
    }

    private SpokenReading ReadingOf(SpeechRequest request, Sentence sentence)
    {
        var analysis = _frontEnd.Analyze(sentence.Text, sentence.Language, dictionaries: request.Dictionaries);
        return new SpokenReading(analysis.Normalized, string.Join(' ', analysis.Phones));
    }

    private static float[] Whistle(WatermarkId mark, uint voice, int index)
    {
        var samples = new float[(MarkBits + VoiceBits + IndexBits) * BitSamples];
        var bits = new List<bool>();
        Add(mark.Value, MarkBits);
        Add(voice, VoiceBits);
        Add((ulong)index, IndexBits);
        for (var b = 0; b < bits.Count; b++)
        {
            for (var i = 0; i < BitSamples; i++)
            {
                samples[b * BitSamples + i] = 0.4f * MathF.Sin((float)(2 * Math.PI * (bits[b] ? High : Low) * i / Rate));
            }
        }

        return samples;

        void Add(ulong value, int count)
        {
            for (var i = count - 1; i >= 0; i--)
            {
                bits.Add(((value >> i) & 1) == 1);
            }
        }
    }

    // Goertzel's recurrence: the power of one frequency.
    private static double Power(ReadOnlySpan<float> samples, double hz, int rate)
    {
        double factor = 2 * Math.Cos(2 * Math.PI * hz / rate), last = 0, before = 0;
        foreach (var sample in samples)
        {
            (last, before) = (sample + factor * last - before, last);
        }

        return last * last + before * before - factor * last * before;
    }
}
