namespace VoiceWeb.Consent;

/// <summary>What was measured on a spoken statement.</summary>
/// <param name="Seconds">Length of the recording.</param>
/// <param name="SpeechSeconds">How much of it is speech.</param>
/// <param name="SnrDb">Estimate of speech over noise, in dB.</param>
/// <param name="ClippedRatio">Share of samples at full scale, 0 to 1.</param>
/// <param name="LevelDbfs">Level of the speech, in dB under full scale.</param>
/// <param name="AnsweredAfterSeconds">From giving out the words to the arrival of the recording, by the server's clock.</param>
public sealed record StatementNumbers(
    double Seconds, double SpeechSeconds, double SnrDb, double ClippedRatio, double LevelDbfs, double AnsweredAfterSeconds);
