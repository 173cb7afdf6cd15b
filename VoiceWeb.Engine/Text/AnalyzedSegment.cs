using System.Text.Json.Serialization;

namespace VoiceWeb.Engine.Text;

/// <summary>A stretch of a text in one language, as it will be spoken.</summary>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Text">What is written.</param>
/// <param name="Normalized">What is spoken: numbers and signs in words.</param>
/// <param name="Phones">Symbols of GPT-SoVITS v2; empty for a language whose phones the engine does not know.</param>
/// <param name="Word2Ph">Phones for each character of <paramref name="Normalized"/>; null where only the whole is aligned, as in English.</param>
public sealed record AnalyzedSegment(
    string Language,
    string Text,
    string Normalized,
    IReadOnlyList<string> Phones,
    [property: JsonPropertyName("word2ph")] IReadOnlyList<int>? Word2Ph);
