using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Admin;
using VoiceWeb.Data;
using VoiceWeb.Engine.Provenance;
using VoiceWeb.Tests.Engine.Provenance;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>Content credentials with the operator's certificate: in every download that has a place for them, known again by the detect page.</summary>
public sealed class ContentCredentialTests : IAsyncDisposable
{
    private readonly SpeakingApp _app = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-c2pa-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Downloads_carry_them_and_a_changed_file_is_told_from_a_whole_one()
    {
        SetCertificate(DateTimeOffset.UtcNow.AddDays(90));
        var (admin, id) = await SpeakAsync();

        foreach (var format in new[] { "wav", "mp3", "flac" })
        {
            var file = await admin.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format={format}", Token);
            var found = ManifestReader.Read(file);
            Assert.Equal((ManifestVerdict.Genuine, "Lakeside School", true), (found.Verdict, found.Signer, found.Generated));
            Assert.True(_app.App.Services.GetRequiredService<VoiceWeb.Synthesis.RenderingLabels>().Holds(file, id));
            Assert.Contains("manifest found ours", Layers(await SpeakingApp.DetectAsync(admin, file)));
            Assert.Contains("copy found exact", Layers(await SpeakingApp.DetectAsync(admin, file)));
        }

        var changed = await admin.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format=wav", Token);
        changed[changed.Length / 2] ^= 1;
        Assert.Contains("manifest unclear changed", Layers(await SpeakingApp.DetectAsync(admin, changed)));
        Assert.Equal(ManifestVerdict.Absent, ManifestReader.Read(await admin.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format=opus", Token)).Verdict);
        Assert.Equal((HealthState.Well, null), await HealthAsync());
    }

    [Fact]
    public async Task A_certificate_that_has_run_out_keeps_no_file_back_and_the_health_page_says_so()
    {
        SetCertificate(DateTimeOffset.UtcNow.AddDays(-1));
        var (admin, id) = await SpeakAsync();

        var file = await admin.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format=mp3", Token);

        Assert.Equal(ManifestVerdict.Absent, ManifestReader.Read(file).Verdict);
        Assert.Equal((HealthState.Broken, "C2pa:CertificateFile"), await HealthAsync());
    }

    [Theory]
    [InlineData(10, HealthState.Attention)]
    [InlineData(null, HealthState.Broken)]
    public async Task The_health_page_warns_before_it_runs_out_and_when_it_cannot_be_read(int? days, HealthState expected)
    {
        SetCertificate(DateTimeOffset.UtcNow.AddDays(days ?? 100));
        if (days is null)
        {
            _app.App.Settings["C2pa:KeyFile"] = Path.Combine(_folder, "missing.pem");
        }

        Assert.Equal(expected, (await HealthAsync()).State);
    }

    private void SetCertificate(DateTimeOffset until)
    {
        var (chain, key) = TestCertificate.Pem(until);
        File.WriteAllText(Path.Combine(_folder, "chain.pem"), chain);
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key);
        _app.App.Settings["C2pa:CertificateFile"] = Path.Combine(_folder, "chain.pem");
        _app.App.Settings["C2pa:KeyFile"] = Path.Combine(_folder, "key.pem");
    }

    private async Task<(SignedIn Admin, Guid Rendering)> SpeakAsync()
    {
        var admin = await _app.App.SignInAsync(TenantRole.Admin);
        var voice = await _app.AddVoiceAsync(admin.User);
        return (admin, (await SpeakingApp.SpeakAsync(admin, voice, "One. Two.")).GetProperty("id").GetGuid());
    }

    private async Task<(HealthState State, string? Fix)> HealthAsync()
    {
        var owner = await _app.App.SignInAsync(TenantRole.Admin, owner: true);
        using var scope = _app.App.Services.CreateScope();
        var line = (await scope.ServiceProvider.GetRequiredService<HealthReport>().ReadAsync(owner.User, Token)).Single(line => line.Name == "credentials");
        return (line.State, line.Fix);
    }

    private static string[] Layers(JsonElement found) =>
        [.. found.GetProperty("layers").EnumerateArray().Select(layer => $"{layer.GetProperty("layer")} {layer.GetProperty("state")} {layer.GetProperty("detail")}")];
}
