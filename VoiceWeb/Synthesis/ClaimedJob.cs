using VoiceWeb.Data;

namespace VoiceWeb.Synthesis;

/// <summary>A job that a worker holds. Everything written for it asks first whether the claim still stands.</summary>
/// <param name="Rendering">The row as it was when it was claimed.</param>
/// <param name="Claim">Name of the claim, as it stands in the row's lease.</param>
public sealed record ClaimedJob(Rendering Rendering, string Claim);

/// <summary>The job is no longer this worker's: it was cancelled, or another worker took it over. Nothing was written.</summary>
public sealed class ClaimLostException() : Exception("The job was cancelled or taken over by another worker.");
