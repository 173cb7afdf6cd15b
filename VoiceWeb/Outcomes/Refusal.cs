namespace VoiceWeb.Outcomes;

/// <summary>
/// Why an action was refused, in words its user can act on. Expected outcomes only; surprises throw.
/// <see cref="Code"/> is stable: pages translate by it (resource key <c>Refusal.CODE</c>, with <see cref="Arguments"/>).
/// </summary>
/// <param name="Code">Stable name, such as <c>clip-not-found</c>.</param>
/// <param name="Message">The English sentence: cause and remedy.</param>
public abstract record Refusal(string Code, string Message)
{
    /// <summary>Values that the translated sentence fills in, in order.</summary>
    public IReadOnlyList<object> Arguments { get; init; } = [];
}

/// <summary>What was asked for does not exist, or is not the asker's: the two are not told apart. Status 404.</summary>
public record Missing(string Code, string Message) : Refusal(Code, Message);

/// <summary>The input cannot be accepted. Status 400.</summary>
public record Invalid(string Code, string Message) : Refusal(Code, Message);

/// <summary>The asker may not do this. Status 403.</summary>
public record Forbidden(string Code, string Message) : Refusal(Code, Message);

/// <summary>The state of things does not allow this now. Status 409.</summary>
public record Conflict(string Code, string Message) : Refusal(Code, Message);

/// <summary>A limit is reached; later it may work. Status 429.</summary>
public record LimitReached(string Code, string Message) : Refusal(Code, Message)
{
    /// <summary>When to try again, if known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Something this installation needs is not there. Status 503.</summary>
public record Unavailable(string Code, string Message) : Refusal(Code, Message);
