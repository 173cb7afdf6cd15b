namespace VoiceWeb.Engine.Builtin;

/// <summary>The grid in time and frequency on which speech is analysed, mapped and synthesised.</summary>
internal static class AnalysisGrid
{
    /// <summary>Rate of all audio inside the built-in voice, in Hz.</summary>
    public const int SampleRate = 24_000;

    /// <summary>Distance of frames, in samples: 5 ms.</summary>
    public const int FrameSamples = 120;

    /// <summary>Frames per second.</summary>
    public const int FramesPerSecond = SampleRate / FrameSamples;

    /// <summary>FFT length of the analysis; a window of three periods fits down to 36 Hz.</summary>
    public const int FftSize = 2_048;

    /// <summary>Level to which every recording is brought before it is analysed, in active dBFS.</summary>
    public const double AnalysisLevelDbfs = -23;

    /// <summary>The pitch below which no result may fall, in Hz.</summary>
    public const double LowestPitchHz = 45;

    /// <summary>The pitch above which no result may rise, in Hz.</summary>
    public const double HighestPitchHz = 700;

    /// <summary>How many frames a recording of that many samples has.</summary>
    public static int FramesOf(int samples) => 1 + samples / FrameSamples;
}
