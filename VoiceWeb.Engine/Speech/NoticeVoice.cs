using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Speech;

/// <summary>
/// Makes what a listener hears of a recording's being generated. The words are plain base speech, never carried over to a speaker, at its
/// own speed and pitch whatever the recording's are, so that nobody can make them unintelligible. Safe for concurrent use.
/// </summary>
internal sealed class NoticeVoice(BaseSpeech speech)
{
    private const double BelowSpeechDb = 1; // tones carry further than speech of the same level

    // An element for "AI" and one for "generated", as GB 45438-2025, 5.3 c wants them.
    private const string InEnglish = "AI-generated.";
    private const string InChinese = "AI生成。";

    /// <summary>Says it.</summary>
    /// <param name="kind">Anything but <see cref="NoticeKind.None"/>.</param>
    /// <param name="language">Of the text beside it: in Chinese texts it is said in Chinese, in all others in English.</param>
    /// <param name="sampleRate">Rate of the recording, in Hz.</param>
    /// <param name="levelDbfs">Active level of the recording's speech.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="EngineUnavailableException">It is to be spoken and espeak-ng is missing: then nothing may be spoken without it.</exception>
    public async Task<AudioBuffer> SayAsync(
        NoticeKind kind, string language, int sampleRate, double levelDbfs, CancellationToken cancellationToken)
    {
        if (kind == NoticeKind.Rhythm)
        {
            return NoticeRhythm.Make(sampleRate, levelDbfs - BelowSpeechDb);
        }

        var (words, tongue) = IsChinese(language) ? (InChinese, "zh") : (InEnglish, "en");
        var pieces = await speech.SayAsync(new Sentence(words, 0, tongue), cancellationToken).ConfigureAwait(false);
        var said = new AudioBuffer([.. pieces.SelectMany(piece => SilenceTrimmer.Trim(piece.Audio).Samples)], pieces[0].Audio.SampleRate);
        return SentenceLevel.Bring(Resampler.Convert(said, sampleRate), levelDbfs);
    }

    private static bool IsChinese(string language) => language.Split('-')[0] is "zh" or "cmn" or "yue" or "wuu" or "hak" or "nan";
}
