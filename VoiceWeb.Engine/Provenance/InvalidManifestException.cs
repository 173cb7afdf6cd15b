namespace VoiceWeb.Engine.Provenance;

/// <summary>The bytes are no content credentials as the specification lays them out. The message says where.</summary>
internal sealed class InvalidManifestException(string message, Exception? inner = null) : Exception(message, inner);
