using Microsoft.Extensions.Localization;
using MudBlazor;

namespace VoiceWeb.Shell;

/// <summary>MudBlazor's own words in the reader's language; where there are none, MudBlazor falls back on its English.</summary>
internal sealed class MudTexts(IStringLocalizer<MudBlazorText> text) : MudLocalizer
{
    public override LocalizedString this[string key] => text[key];

    public override LocalizedString this[string key, params object[] arguments] => text[key, arguments];
}
