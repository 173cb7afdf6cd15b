using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace VoiceWeb.Admin;

/// <summary>Shows a trace; on the page of tracing and in a case file.</summary>
public sealed partial class TraceView
{
    /// <summary>The trace.</summary>
    [Parameter, EditorRequired]
    public required MarkTrace Trace { get; set; }

    private IEnumerable<(string Key, string Icon, string Words, IEnumerable<(string Name, string Fact)> Facts)> Steps()
    {
        yield return ("Trace.Rendering", Icons.Material.Outlined.GraphicEq,
            Text["Trace.RenderingWords", When(Trace.CreatedAt), Text[$"Trace.Purpose.{Trace.Purpose}"]],
            [("Trace.RenderingId", Trace.RenderingId.ToString()), ("Trace.TextHash", Trace.TextSha256)]);
        yield return ("Trace.Person", Icons.Material.Outlined.Person,
            Trace.PersonName.Length > 0 ? Trace.PersonName : Text["Trace.Gone"],
            [("Trace.PersonId", Trace.PersonId)]);
        yield return ("Trace.Voice", Icons.Material.Outlined.RecordVoiceOver,
            Trace.VoiceState is null ? Text["Trace.VoiceOnce"] : Text["Trace.VoiceWords", Trace.VoiceName, Text[$"Trace.VoiceState.{Trace.VoiceState}"]],
            Trace.ClipSha256.Select(hash => ("Trace.ClipHash", hash)));
        yield return ("Trace.Consent", Icons.Material.Outlined.HowToReg, ConsentWords(),
            Trace.ConsentId is { } id ? [("Trace.ConsentId", id.ToString())] : []);
    }

    private string ConsentWords() => Trace switch
    {
        { ConsentId: null } => Text["Trace.ConsentNone"],
        { ConsentState: null } => Text["Trace.ConsentAttested"],
        _ => Text[
            "Trace.ConsentWords",
            Trace.ConsentByName ?? "",
            Trace.ConsentGivenAt is { } given ? When(given) : "",
            Trace.ReviewerName ?? "",
            Text[$"Trace.ConsentState.{Trace.ConsentState}"],
            Trace.ConsentEndsAt is { } ends ? ends.ToLocalTime().ToString("d", CultureInfo.CurrentCulture) : ""],
    };

    private static string When(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);
}
