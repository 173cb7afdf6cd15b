namespace VoiceWeb.Engine.Quality;

/// <summary>Where somebody speaks.</summary>
/// <param name="IsSpeech">One per frame of 10 ms.</param>
/// <param name="SteadyTonalSeconds">Time that is loud and periodic, but too steady for a voice: hum, tones, held notes.</param>
/// <param name="LoudSeconds">Time that stands out of the background or is as loud as a background can be, speech or not.</param>
internal sealed record SpeechActivity(bool[] IsSpeech, double SteadyTonalSeconds, double LoudSeconds)
{
    /// <summary>Seconds from one frame to the next.</summary>
    public const double FrameSeconds = (double)PitchFrames.Hop / PitchFrames.Rate;

    /// <summary>Total time of speech, in seconds.</summary>
    public double Seconds => IsSpeech.Count(frame => frame) * FrameSeconds;
}
