using System.Text.Json.Serialization;

namespace VoiceWeb.Engine;

/// <summary>A sentence of the engine that a page can say in its reader's language.</summary>
/// <param name="Code">Stable name: pages translate by it.</param>
/// <param name="English">The sentence, fit for a user.</param>
/// <param name="Arguments">Values that a translated sentence fills in, in order. A statement among them is translated too.</param>
[JsonConverter(typeof(EngineStatementConverter))]
public sealed record EngineStatement(string Code, string English, params IReadOnlyList<object> Arguments)
{
    /// <summary>This sentence and then another one.</summary>
    internal EngineStatement Then(EngineStatement next) => new("both", $"{English} {next.English}", this, next);
}
