using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// A voice without trained weights: plain base speech, carried over to the pitch, vocal tract, timbre and rate of the speaker.
/// Works on a fresh machine. Safe for concurrent use.
/// </summary>
internal sealed class BuiltinVoiceModel : IVoiceModel
{
    private const double LeastPowerDbfs = -60;
    private const int FadeSamples = AnalysisGrid.SampleRate / 200; // 5 ms

    private readonly SpeechAnalyzer _analyzer = new();
    private readonly VocoderSynthesis _synthesis = new();
    private readonly BaseSpeech _speech;
    private readonly BaseReader _reader;

    /// <param name="espeak">The base speech's program; null takes the installed one.</param>
    /// <param name="text">Reads what is written; null takes one without a polyphone model.</param>
    public BuiltinVoiceModel(EspeakProcess? espeak = null, TextFrontEnd? text = null)
    {
        _speech = new BaseSpeech(espeak ?? new EspeakProcess(), text);
        _reader = new BaseReader(_speech, _analyzer);
    }

    public string Name => "builtin";

    public VoiceModelStatus Status
    {
        get
        {
            try
            {
                var languages = Languages.Count;
                return new VoiceModelStatus(Name, true, new("model-builtin", $"espeak-ng, {languages} languages", languages));
            }
            catch (EngineUnavailableException missing)
            {
                return new VoiceModelStatus(Name, false, missing.Statement);
            }
        }
    }

    public IReadOnlyList<string> Languages =>
        Task.Run(() => _speech.VoicesAsync(CancellationToken.None)).GetAwaiter().GetResult().Languages;

    public async Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fitter = new VoiceFitter(_reader, _analyzer, _synthesis);
        var (profile, report) = await Task.Run(
            () => fitter.FitAsync(request.Clips, request.Language, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new FittedVoice(new VoiceReference(Name, ProfileFile.Write(profile)), report);
    }

    public async IAsyncEnumerable<AudioBuffer> SpeakAsync(
        VoiceReference voice,
        IReadOnlyList<Sentence> sentences,
        SpeechSettings settings,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(voice);
        var converter = new Converter(ProfileFile.Read(voice.Profile));
        foreach (var sentence in sentences)
        {
            yield return await Task.Run(
                () => SpeakAsync(converter, sentence, settings, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AudioBuffer> SpeakAsync(
        Converter converter, Sentence sentence, SpeechSettings settings, CancellationToken cancellationToken)
    {
        var utterance = await _reader.ReadAsync(sentence, cancellationToken).ConfigureAwait(false);
        var melody = SentenceMelody.Of(sentence.Text);
        var track = converter.Convert(utterance, melody, settings.Speed, settings.PitchSemitones, cancellationToken);
        var samples = _synthesis.Render(track, SeedOf(sentence, settings.Seed), cancellationToken);
        SpeechLevel.Apply(samples, AnalysisGrid.SampleRate, settings.LevelDbfs + melody.LevelDb);
        Fade(samples);
        if (samples.Any(sample => !float.IsFinite(sample)) || !(SpeechLevel.Measure(samples, AnalysisGrid.SampleRate) > LeastPowerDbfs))
        {
            throw new UnspeakableTextException("no-sound", "This sentence gave no sound. Change its wording, or leave it out.");
        }

        return new AudioBuffer(samples, AnalysisGrid.SampleRate);
    }

    /// <summary>Sentences are set end to end: they begin and end at zero, without a click.</summary>
    private static void Fade(float[] samples)
    {
        var reach = Math.Min(FadeSamples, samples.Length / 2);
        for (var n = 0; n < reach; n++)
        {
            var gain = (float)(0.5 - 0.5 * Math.Cos(Math.PI * n / reach));
            samples[n] *= gain;
            samples[^(n + 1)] *= gain;
        }
    }

    /// <summary>A sentence sounds the same wherever it stands: its seed comes from the request's seed and from its own words.</summary>
    private static ulong SeedOf(Sentence sentence, long seed)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}\n{sentence.Language}\n{sentence.Text}")));
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
