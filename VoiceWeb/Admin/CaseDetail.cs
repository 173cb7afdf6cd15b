using VoiceWeb.Data;

namespace VoiceWeb.Admin;

/// <summary>A case in a list.</summary>
public sealed record CaseLine(Guid Id, int Number, string Reason, DateTimeOffset OpenedAt, CaseState State, CaseDecision Decision);

/// <summary>A case with everything that stands behind it.</summary>
/// <param name="OpenedBy">Name of whoever opened it; empty when the account is gone.</param>
/// <param name="DecidedBy">Name of whoever decided it; null until then.</param>
/// <param name="Finding">What was found in the file; null for a case without one.</param>
/// <param name="RenderingSeconds">Length of the recording.</param>
/// <param name="HasAudio">Whether the recording is still there.</param>
/// <param name="PersonSuspended">Whether the person may not speak in this school now.</param>
public sealed record CaseDetail(
    Guid Id,
    int Number,
    string Reason,
    DateTimeOffset OpenedAt,
    string OpenedBy,
    CaseState State,
    CaseDecision Decision,
    string? DecisionReason,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    string? FileSha256,
    Detection? Finding,
    MarkTrace Trace,
    double RenderingSeconds,
    bool HasAudio,
    bool PersonSuspended);
