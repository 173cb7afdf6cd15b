namespace VoiceWeb.Engine;

/// <summary>Whether a voice model can be used on this machine.</summary>
/// <param name="Name">Name of the model, such as <c>builtin</c>.</param>
/// <param name="Available">Whether it can speak now.</param>
/// <param name="Statement">When available: what it runs on. When not: why, and how to mend it.</param>
public sealed record VoiceModelStatus(string Name, bool Available, EngineStatement Statement)
{
    /// <summary>The statement in English.</summary>
    public string Detail => Statement.English;
}
