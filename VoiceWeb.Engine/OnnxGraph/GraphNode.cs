namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>One operation. An empty input name is an optional input that is left out.</summary>
internal sealed record GraphNode(
    string Operator, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes);
