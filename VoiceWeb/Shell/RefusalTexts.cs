using System.Globalization;
using Microsoft.Extensions.Localization;
using VoiceWeb.Engine;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Shell;

/// <summary>
/// Finds a refusal's sentence in the reader's language, key <c>Refusal.CODE</c> in any feature's texts, and that of a statement of the engine, key <c>Said.CODE</c>.
/// </summary>
public sealed class RefusalTexts(IStringLocalizerFactory factory) : IRefusalTranslator
{
    // Every feature has one marker class whose name ends in "Text" and whose resources carry its full name.
    private readonly IStringLocalizer[] _features =
    [
        .. typeof(RefusalTexts).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Text", StringComparison.Ordinal)
                && type.Assembly.GetManifestResourceInfo($"{type.FullName}.resources") is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(factory.Create),
    ];

    /// <summary>The translated sentence, or the refusal's own English one where no feature has a translation.</summary>
    public string Of(Refusal refusal) => Translate(refusal.Code, refusal.Arguments, refusal.Message);

    /// <summary>The translated sentence with what is said in it; one that is a refusal's as well, by that; else the English one.</summary>
    public string Of(EngineStatement statement)
    {
        IReadOnlyList<object> arguments = [.. statement.Arguments.Select(argument => argument is EngineStatement said ? Of(said) : argument)];
        return Find($"Said.{statement.Code}", arguments) ?? Translate(statement.Code, arguments, statement.English);
    }

    /// <inheritdoc />
    public string Translate(string code, IReadOnlyList<object> arguments, string english) => Find($"Refusal.{code}", arguments) ?? english;

    private string? Find(string key, IReadOnlyList<object> arguments) =>
        _features.Select(feature => feature[key]).FirstOrDefault(text => !text.ResourceNotFound) is { } found
            ? string.Format(CultureInfo.CurrentCulture, found.Value, [.. arguments])
            : null;
}
