using VoiceWeb.Data;
using VoiceWeb.Engine;

namespace VoiceWeb.Voices;

/// <summary>A voice in the library.</summary>
/// <param name="OwnerName">How its maker is called; empty for the sample, which is nobody's.</param>
/// <param name="Learned">Whether a profile is there: it can speak once it is also <see cref="VoiceState.Active"/>.</param>
/// <param name="ConsentUntil">End of the consent that it rests on; null if none.</param>
public sealed record VoiceSummary(
    Guid Id, string Name, string Description, string OwnerName, bool IsMine, bool IsSample, string Language, string Model, VoiceState State,
    bool Learned, int Clips, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ConsentUntil, ConsentPurposes Purposes);

/// <summary>One voice with all that its page shows.</summary>
/// <param name="Recordings">What it was made from; names only for its maker.</param>
/// <param name="Report">What learning found; null until learned.</param>
/// <param name="Uses">Renderings made in it, newest first; for its maker.</param>
public sealed record VoiceDetail(
    VoiceSummary Voice, IReadOnlyList<VoiceRecording> Recordings, FitReport? Report, LearningStatus? Learning, IReadOnlyList<VoiceUse> Uses);

/// <summary>A recording that a voice was made from.</summary>
/// <param name="Name">Null once erased, and for anybody but its giver.</param>
public sealed record VoiceRecording(Guid ClipId, string? Name, double? Seconds, ClipQuality? Quality, string Sha256);

/// <summary>One use of a voice.</summary>
public sealed record VoiceUse(Guid RenderingId, string By, DateTimeOffset At, ConsentPurposes Purpose, RenderingState State, int Characters);
