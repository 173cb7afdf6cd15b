using Microsoft.AspNetCore.Components;
using MudBlazor;
using VoiceWeb.Security;

namespace VoiceWeb.Shell;

/// <summary>The places of the app, of which each member sees those that its role may enter.</summary>
public sealed partial class NavMenu
{
    // The menu stands twice on a page, beside it and in the sheet of a phone.
    private readonly string _id = $"nav-{Guid.NewGuid():N}";

    /// <summary>Whose menu it is.</summary>
    [Parameter, EditorRequired]
    public required CurrentUser User { get; set; }

    private IEnumerable<(string? Title, List<(string Href, string Icon, string Key)> Places)> Groups()
    {
        List<(string, string, string)> make = [("/", Icons.Material.Outlined.Home, "Nav.Home")];
        if (User.MaySpeak)
        {
            make.Add(("/studio", Icons.Material.Outlined.GraphicEq, "Nav.Studio"));
            make.Add(("/voices", Icons.Material.Outlined.RecordVoiceOver, "Nav.Voices"));
            make.Add(("/clips", Icons.Material.Outlined.Mic, "Nav.Clips"));
            make.Add(("/pronunciations", Icons.Material.Outlined.MenuBook, "Nav.Pronunciations"));
            make.Add(("/history", Icons.Material.Outlined.History, "Nav.History"));
        }

        make.Add(("/listen", Icons.Material.Outlined.Headphones, "Nav.Listen"));
        yield return (null, make);

        List<(string, string, string)> answer = [];
        if (User.MayAdminister)
        {
            answer.Add(("/reviews", Icons.Material.Outlined.FactCheck, "Nav.Reviews"));
        }

        if (User.MayAudit)
        {
            answer.Add(("/detect", Icons.Material.Outlined.TravelExplore, "Nav.Detect"));
            answer.Add(("/desk", Icons.Material.Outlined.Policy, "Nav.Desk"));
            answer.Add(("/audit", Icons.Material.Outlined.ReceiptLong, "Nav.Audit"));
        }

        if (User.MayAdminister)
        {
            answer.Add(("/school", Icons.Material.Outlined.School, "Nav.School"));
        }

        if (answer.Count > 0)
        {
            yield return ("Nav.Title.School", answer);
        }

        if (User.IsOwner)
        {
            yield return ("Nav.Title.Installation",
            [
                ("/schools", Icons.Material.Outlined.Domain, "Nav.Schools"),
                ("/admin/models", Icons.Material.Outlined.Memory, "Nav.Models"),
                ("/admin/jobs", Icons.Material.Outlined.Queue, "Nav.Jobs"),
                ("/admin/health", Icons.Material.Outlined.MonitorHeart, "Nav.Health"),
            ]);
        }
    }
}
