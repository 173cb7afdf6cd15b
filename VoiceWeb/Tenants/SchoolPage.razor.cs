using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Tenants;

/// <summary>A school, for its administrators: who belongs to it, who is invited, what it allows.</summary>
public sealed partial class SchoolPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly TenantRole[] _roles = [TenantRole.Student, TenantRole.Teacher, TenantRole.Auditor, TenantRole.Admin];
    private Tenant? _school;
    private IReadOnlyList<Member>? _members; // null while loading
    private IReadOnlyList<Invitation> _open = [];
    private SchoolSettings _settings = new();
    private int _invitationDays;
    private string _email = "";
    private TenantRole _role = TenantRole.Teacher;
    private string? _link;
    private Refusal? _refusal;

    [Inject]
    public required Members Members { get; init; }

    [Inject]
    public required Invitations Invitations { get; init; }

    [Inject]
    public required Schools Schools { get; init; }

    [Inject]
    public required IOptions<TenantOptions> Options { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Messages { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _invitationDays = Options.Value.InvitationDays;
        _school = await Schools.OwnAsync(User, _leaving.Token);
        _settings = SchoolSettings.Of(_school);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _open = await Invitations.ListOpenAsync(User, _leaving.Token);
        _members = await Members.ListAsync(User, _leaving.Token);
    }

    private async Task InviteAsync()
    {
        var invited = await Invitations.InviteAsync(User, _email, _role, _leaving.Token);
        _refusal = invited.Refusal;
        if (invited.Succeeded)
        {
            _link = $"{Navigation.BaseUri}account/register?token={invited.Value}";
            _email = "";
            await LoadAsync();
        }
    }

    private async Task RevokeAsync(Invitation invitation)
    {
        _refusal = await Invitations.RevokeAsync(User, invitation.Id, _leaving.Token);
        _link = null;
        await LoadAsync();
    }

    private async Task ChangeRoleAsync(Member member, TenantRole role)
    {
        _refusal = await Members.ChangeRoleAsync(User, member.UserId, role, _leaving.Token);
        await LoadAsync();
        if (_refusal is null)
        {
            Messages.Add(Text["Members.RoleChanged", member.DisplayName, ShellWords[$"Role.{role}"].Value], Severity.Success);
        }
    }

    private async Task RemoveAsync(Member member)
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            Text["Members.Remove.Title", member.DisplayName],
            Text["Members.Remove.Text"].Value,
            yesText: Text["Members.Remove.Do"],
            cancelText: Text["Cancel"]);
        if (sure == true)
        {
            _refusal = await Members.RemoveAsync(User, member.UserId, _leaving.Token);
            await LoadAsync();
        }
    }

    private async Task SaveAsync()
    {
        _refusal = await Schools.ChangeAsync(User, _settings, _leaving.Token);
        if (_refusal is null)
        {
            _school = await Schools.OwnAsync(User, _leaving.Token);
            Messages.Add(Text["Settings.Saved"], Severity.Success);
        }
    }
}
