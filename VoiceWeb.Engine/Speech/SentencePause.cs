using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Speech;

/// <summary>The silence after a sentence: the requested pause, twice it at the end of a paragraph, none after the last.</summary>
internal static class SentencePause
{
    /// <summary>How long to be silent after sentence <paramref name="index"/>.</summary>
    public static TimeSpan After(string text, IReadOnlyList<Sentence> sentences, int index, TimeSpan pause)
    {
        if (index == sentences.Count - 1)
        {
            return TimeSpan.Zero;
        }

        var end = sentences[index].Start + sentences[index].Text.Length;
        var between = text.AsSpan(end, Math.Max(0, sentences[index + 1].Start - end));
        return between.Count('\n') >= 2 ? 2 * pause : pause;
    }

    /// <summary>The same audio with silence behind it.</summary>
    public static AudioBuffer Append(AudioBuffer audio, TimeSpan pause)
    {
        var silence = (int)Math.Round(pause.TotalSeconds * audio.SampleRate);
        if (silence == 0)
        {
            return audio;
        }

        var samples = new float[audio.Samples.Length + silence];
        audio.Samples.CopyTo(samples, 0);
        return new AudioBuffer(samples, audio.SampleRate);
    }
}
