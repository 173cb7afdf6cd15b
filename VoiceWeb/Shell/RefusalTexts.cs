using System.Globalization;
using Microsoft.Extensions.Localization;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Shell;

/// <summary>Finds a refusal's sentence in the reader's language: key <c>Refusal.CODE</c> in any feature's texts.</summary>
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

    /// <inheritdoc />
    public string Translate(string code, IReadOnlyList<object> arguments, string english)
    {
        foreach (var feature in _features)
        {
            if (feature[$"Refusal.{code}"] is { ResourceNotFound: false } found)
            {
                return string.Format(CultureInfo.CurrentCulture, found.Value, [.. arguments]);
            }
        }

        return english;
    }
}
