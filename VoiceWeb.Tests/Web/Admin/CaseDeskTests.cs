using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Admin;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Tenants;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

public sealed class CaseDeskTests(SharedSpeakingApp shared) : IClassFixture<SharedSpeakingApp>, IAsyncLifetime
{
    private readonly SpeakingApp _app = shared.Speaking;
    private SignedIn _admin = null!;
    private SignedIn _teacher = null!;
    private Guid _voice;
    private JsonElement _found;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CaseDesk Desk => _app.App.Services.GetRequiredService<CaseDesk>();

    private string FileHash => _found.GetProperty("fileSha256").GetString()!;

    public async ValueTask InitializeAsync()
    {
        _admin = await _app.App.SignInAsync(TenantRole.Admin);
        _teacher = await _app.App.SignInAsync(TenantRole.Teacher, _admin.User.TenantId);
        _voice = await _app.AddVoiceAsync(_teacher.User, "The teacher's voice");
        var id = (await SpeakingApp.SpeakAsync(_teacher, _voice, "One. Two.")).GetProperty("id").GetGuid();
        var file = await _teacher.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format=opus", Token);
        _found = await SpeakingApp.DetectAsync(_admin, file);
    }

    public ValueTask DisposeAsync()
    {
        _app.Reader.Deaf = false;
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_case_holds_the_servers_finding_the_trace_and_the_reason_and_its_report_is_signed()
    {
        var id = (await Desk.OpenAsync(_admin.User, FileHash, "A parent heard it in a chat.", Token)).Value;

        var file = (await Desk.FindAsync(_admin.User, id, Token)).Value;
        Assert.Equal((1, "A parent heard it in a chat.", FileHash), (file.Number, file.Reason, file.FileSha256));
        Assert.Equal((_voice, _teacher.User.Id), (file.Trace.VoiceId, file.Trace.PersonId));
        Assert.Equal("yes", file.Finding!.MadeHere);
        Assert.Equal(_found.GetProperty("layers").GetArrayLength(), file.Finding.Layers.Count);

        var report = Encoding.UTF8.GetString(await _admin.Client.GetByteArrayAsync($"/api/cases/{id}/report.csv", Token));
        var body = report[..report.IndexOf("\"signature\"", StringComparison.Ordinal)];
        var signature = report[(body.Length + 13)..].Split('"')[0];
        using var key = ECDsa.Create();
        key.ImportFromPem(_app.App.Services.GetRequiredService<LabelSeal>().PublicKeyPem);
        Assert.True(Verifies(body));
        Assert.False(Verifies(body.Replace("parent", "pupil", StringComparison.Ordinal)));
        Assert.Contains(file.Trace.TextSha256, body, StringComparison.Ordinal);

        bool Verifies(string text) => key.VerifyData(
            Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    [Fact]
    public async Task A_case_is_opened_on_what_this_member_has_examined_and_with_a_reason()
    {
        var colleague = await _app.App.SignInAsync(TenantRole.Auditor, _admin.User.TenantId);
        Assert.Equal("finding-gone", (await Desk.OpenAsync(colleague.User, FileHash, "A reason.", Token)).Refusal!.Code);
        Assert.Equal("case-reason-missing", (await Desk.OpenAsync(_admin.User, FileHash, "  ", Token)).Refusal!.Code);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Desk.ListAsync(_teacher.User, Token));
    }

    [Fact]
    public async Task The_stored_recording_is_heard_and_seen_within_a_case_and_every_listening_is_recorded_once()
    {
        var id = (await Desk.OpenAsync(_admin.User, FileHash, "To compare.", Token)).Value;

        var wav = await _admin.Client.GetByteArrayAsync($"/api/cases/{id}/audio", Token);
        Assert.Equal("RIFF"u8.ToArray(), wav[..4]);
        using var rest = new HttpRequestMessage(HttpMethod.Get, $"/api/cases/{id}/audio") { Headers = { Range = new(1_000, null) } };
        Assert.Equal(HttpStatusCode.PartialContent, (await _admin.Client.SendAsync(rest, Token)).StatusCode);
        var picture = JsonDocument.Parse(await _admin.Client.GetStringAsync($"/api/cases/{id}/picture", Token)).RootElement;
        Assert.Equal(picture.GetProperty("width").GetInt32() * picture.GetProperty("height").GetInt32(), picture.GetProperty("cells").GetBytesFromBase64().Length);

        await using var db = await _app.App.OpenDbAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.TenantId == _admin.User.TenantId && e.Event == nameof(AuditEvent.EvidencePlayed), Token));
    }

    [Fact]
    public async Task Another_school_and_a_member_without_the_role_reach_nothing_of_a_case()
    {
        var id = (await Desk.OpenAsync(_admin.User, FileHash, "A reason.", Token)).Value;
        var stranger = await _app.App.SignInAsync(TenantRole.Admin);

        foreach (var door in new[] { "audio", "picture", "report.csv" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync($"/api/cases/{id}/{door}", Token)).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await _teacher.Client.GetAsync($"/api/cases/{id}/{door}", Token)).StatusCode);
        }

        Assert.Equal("case-not-found", (await Desk.FindAsync(stranger.User, id, Token)).Refusal!.Code);
        Assert.Empty(await Desk.ListAsync(stranger.User, Token));
    }

    [Fact]
    public async Task Freezing_the_voice_stops_it_for_everybody_and_a_case_is_decided_once_by_an_administrator()
    {
        var id = (await Desk.OpenAsync(_admin.User, FileHash, "A reason.", Token)).Value;
        var auditor = await _app.App.SignInAsync(TenantRole.Auditor, _admin.User.TenantId);
        Assert.Equal("case-admin-only", (await Desk.DecideAsync(auditor.User, id, CaseDecision.VoiceFrozen, "Because.", Token)).Refusal!.Code);

        Assert.True((await Desk.DecideAsync(_admin.User, id, CaseDecision.VoiceFrozen, "It was used against its purpose.", Token)).Succeeded);

        Assert.Equal(HttpStatusCode.Conflict, await AskToSpeakAsync());
        Assert.Equal("case-decided", (await Desk.DecideAsync(_admin.User, id, CaseDecision.NothingStopped, "Again.", Token)).Refusal!.Code);
        await using var db = await _app.App.OpenDbAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.TenantId == _admin.User.TenantId && e.Event == nameof(AuditEvent.CaseDecided), Token));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.TenantId == _admin.User.TenantId && e.Event == nameof(AuditEvent.VoiceFrozen), Token));
    }

    [Fact]
    public async Task A_suspended_person_cannot_speak_until_restored()
    {
        var id = (await Desk.OpenAsync(_admin.User, FileHash, "A reason.", Token)).Value;
        Assert.True((await Desk.DecideAsync(_admin.User, id, CaseDecision.PersonSuspended, "Until we have talked.", Token)).Succeeded);
        Assert.Equal(HttpStatusCode.Forbidden, await AskToSpeakAsync());

        Assert.Null(await _app.App.Services.GetRequiredService<Members>().RestoreAsync(_admin.User, _teacher.User.Id, Token));

        Assert.Equal(HttpStatusCode.Accepted, await AskToSpeakAsync());
    }

    [Fact]
    public async Task The_figures_count_and_the_proof_reads_stored_recordings_again()
    {
        var figures = _app.App.Services.GetRequiredService<DeskFigures>();
        Assert.Equal(1, (await figures.CountAsync(_admin.User, Token)).Done);
        Assert.Equal((1, 1), await ProveAsync());

        _app.Reader.Deaf = true;
        Assert.Equal((1, 0), await ProveAsync());

        async Task<(int, int)> ProveAsync() => await figures.ProveAsync(_admin.User, 5, Token) is var proof ? (proof.Read, proof.Marked) : default;
    }

    private async Task<HttpStatusCode> AskToSpeakAsync() => (await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "May I?" })).StatusCode;
}
