namespace VoiceWeb.Engine;

/// <summary>Something the engine needs is missing on this machine. The message says what, and how to get it.</summary>
public sealed class EngineUnavailableException : Exception
{
    /// <summary>What pages say in their reader's language.</summary>
    public EngineUnavailableException(EngineStatement statement, Exception? inner = null)
        : base(statement?.English, inner)
    {
        ArgumentNullException.ThrowIfNull(statement);
        Statement = statement;
    }

    /// <summary>What has no translation.</summary>
    public EngineUnavailableException(string message, Exception? inner = null)
        : this(new EngineStatement("engine-unavailable", message, message), inner)
    {
    }

    /// <summary>The message, with a name to translate it by.</summary>
    public EngineStatement Statement { get; }
}
