namespace VoiceWeb.Voices;

/// <summary>How voice models are called on screen.</summary>
public static class VoiceModelName
{
    /// <summary>The model that is always there.</summary>
    public const string Builtin = "builtin";

    private const string Imported = "gpt-sovits:";

    /// <summary>The name that an imported model was given; null for the built-in one.</summary>
    public static string? Of(string model) => model.StartsWith(Imported, StringComparison.Ordinal) ? model[Imported.Length..] : null;
}
