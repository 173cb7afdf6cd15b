using System.Collections.Concurrent;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Has texts spoken by the base speech and analyses them. Safe for concurrent use.</summary>
internal sealed class BaseReader(BaseSpeech speech, SpeechAnalyzer analyzer)
{
    private const int LevelSentences = 3; // the first sentence in a new language waits for them

    private readonly ConcurrentDictionary<string, double> _levels = new(StringComparer.Ordinal);

    /// <summary>Speaks and analyses a sentence.</summary>
    /// <param name="sentence">What is written, with the dictionaries that apply.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UnspeakableTextException">There is nothing in it that can be spoken.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public async Task<BaseUtterance> ReadAsync(Sentence sentence, CancellationToken cancellationToken)
    {
        var frames = new List<SpeechFrames>();
        var levels = new List<double>();
        var pieces = await speech.SayAsync(sentence, cancellationToken).ConfigureAwait(false);
        foreach (var piece in pieces)
        {
            var analysed = analyzer.Analyze(piece.Audio, withAperiodicity: false, cancellationToken);
            frames.Add(analysed);
            var level = await PitchLevelAsync(piece.Voice, cancellationToken).ConfigureAwait(false);
            levels.AddRange(Enumerable.Repeat(level, analysed.Count));
        }

        var longest = pieces.MaxBy(piece => piece.Audio.Samples.Length)!;
        return new BaseUtterance(SpeechFrames.Join(frames), [.. levels], longest.Voice);
    }

    /// <summary>log2 of the median pitch (Hz) of a base voice, from a fixed paragraph that it reads once.</summary>
    private async Task<double> PitchLevelAsync(string voice, CancellationToken cancellationToken)
    {
        if (_levels.TryGetValue(voice, out var known))
        {
            return known;
        }

        var pitch = new List<double>();
        foreach (var sentence in ReadingScripts.For(voice).Take(LevelSentences))
        {
            var pieces = await speech.SayAsync(sentence, voice, cancellationToken).ConfigureAwait(false);
            pitch.AddRange(analyzer.TrackPitch(pieces[0].Audio, cancellationToken).Where(hz => hz > 0).Select(Math.Log2));
        }

        // Two readers may measure at the same time: both find the same.
        return _levels[voice] = pitch.Count > 0 ? Percentiles.Median(pitch) : Math.Log2(100);
    }
}
