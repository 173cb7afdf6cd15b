namespace VoiceWeb.Outcomes;

/// <summary>Says a refusal in the language of the current request.</summary>
public interface IRefusalTranslator
{
    /// <summary>The sentence for a code with its values filled in, or the English one where there is no translation.</summary>
    string Translate(string code, IReadOnlyList<object> arguments, string english);
}
