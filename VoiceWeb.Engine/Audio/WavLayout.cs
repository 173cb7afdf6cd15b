namespace VoiceWeb.Engine.Audio;

/// <summary>What a WAV header promises, checked against the bytes that are there.</summary>
/// <param name="SampleRate">In Hz, as the header says.</param>
/// <param name="Channels">At least 1.</param>
/// <param name="BytesPerSample">Container size of one sample: 1 to 4 for integers, 4 or 8 for floating point.</param>
/// <param name="IsFloat">Floating point rather than integers.</param>
/// <param name="DataStart">Where the samples begin, in bytes from the start of the file.</param>
/// <param name="Frames">Samples per channel.</param>
internal readonly record struct WavLayout(
    int SampleRate, int Channels, int BytesPerSample, bool IsFloat, int DataStart, int Frames)
{
    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Frames / SampleRate;
}
