using System.Globalization;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>A stretch of a recording that is fit to speak for the voice.</summary>
/// <param name="Start">First sample.</param>
/// <param name="Length">Samples.</param>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="Score">Higher is better; only comparable within a recording.</param>
/// <param name="SpeechShare">Share of its time with speech, 0 to 1.</param>
/// <param name="NoiseDistanceDb">How far the recording's quiet parts lie under its speech, in dB.</param>
/// <param name="Clipped">Samples at full scale.</param>
/// <param name="ClearEnds">Whether both ends lie in a pause.</param>
public sealed record ReferenceWindow(
    int Start, int Length, int SampleRate, double Score, double SpeechShare, double NoiseDistanceDb, int Clipped, bool ClearEnds)
{
    /// <summary>Share of the recording's speech that lies before it, 0 to 1.</summary>
    public double SpeechBefore { get; init; }

    /// <summary>Share of the recording's speech that lies before its end, 0 to 1.</summary>
    public double SpeechUntilEnd { get; init; }

    /// <summary>Whether one speaker alone seems to be heard in it; null where there is too little speech around it to say.</summary>
    public bool? OneSpeaker { get; init; }

    /// <summary>Where in the recording the speaker seems to change, in seconds, if that is inside the stretch.</summary>
    public double? ChangeSeconds { get; init; }

    /// <summary>How many times the speaker seems to have changed before its middle.</summary>
    public int SpeakerPart { get; init; }

    /// <summary>Where it begins, in seconds.</summary>
    public double StartSeconds => (double)Start / SampleRate;

    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Length / SampleRate;

    /// <summary>Why it was chosen, in a sentence for the user.</summary>
    public string Reasons => string.Create(CultureInfo.InvariantCulture,
        $"{(double)Start / SampleRate:0.0} to {(double)(Start + Length) / SampleRate:0.0} s: speech in {SpeechShare * 100:0} % of the time, noise {NoiseDistanceDb:0} dB under it, {(Clipped == 0 ? "no clipping" : $"{Clipped} clipped samples")}, {(ClearEnds ? "begins and ends in a pause" : "cut inside speech, for want of pauses")}{Speakers}.");

    /// <summary>The same, with its values.</summary>
    internal EngineStatement Statement
    {
        get
        {
            object[] values =
            [
                StartSeconds, StartSeconds + Seconds, SpeechShare, NoiseDistanceDb,
                Clipped == 0 ? new EngineStatement("fit-unclipped", "no clipping") : new EngineStatement("fit-clipped", $"{Clipped} clipped samples", Clipped),
                ClearEnds ? new EngineStatement("fit-clear-ends", "begins and ends in a pause") : new EngineStatement("fit-cut-ends", "cut inside speech, for want of pauses"),
            ];
            return ChangeSeconds is { } change ? new EngineStatement("fit-window-two", Reasons, [.. values, change])
                : new EngineStatement(OneSpeaker == true ? "fit-window-one" : "fit-window", Reasons, values);
        }
    }

    private string Speakers => ChangeSeconds is { } change
        ? string.Create(CultureInfo.InvariantCulture, $", but the speaker seems to change at {change:0.0} s")
        : OneSpeaker == true ? ", one speaker" : "";
}
