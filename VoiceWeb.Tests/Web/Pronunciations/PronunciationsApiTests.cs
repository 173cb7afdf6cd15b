using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Pronunciations;

public sealed class PronunciationsApiTests(AppFactory app) : IClassFixture<AppFactory>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_exported_comes_back_by_import_and_no_spreadsheet_calculates_with_it()
    {
        var teacher = await app.SignInAsync(TenantRole.Teacher);
        var address = $"/api/pronunciations/{teacher.User.TenantId}";
        foreach (var word in new object[]
        {
            new { written = "=1+1", language = "en", reading = "@one", isAlias = true },
            new { written = "'=2", language = "en", reading = "two", isAlias = true },
            new { written = "长大", language = "zh", reading = "zhang3 da4", isAlias = false },
        })
        {
            using var put = await teacher.SendAsync(HttpMethod.Put, address + "/words", JsonContent.Create(word));
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        var csv = await teacher.Client.GetByteArrayAsync(new Uri(address + "/export", UriKind.Relative), Token);
        var text = Encoding.UTF8.GetString(csv);
        Assert.StartsWith("\uFEFFwritten,language,reading,kind\r\n", text);
        Assert.Contains("'=1+1,en,'@one,alias", text);
        Assert.Contains("''=2,en,two,alias", text);

        var other = await app.SignInAsync(TenantRole.Teacher);
        using var imported = await other.SendAsync(HttpMethod.Post, $"/api/pronunciations/{other.User.TenantId}/import", new ByteArrayContent(csv));
        var report = await imported.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((3, 0), (report.GetProperty("added").GetInt32(), report.GetProperty("problems").GetArrayLength()));
        Assert.Equal(csv, await other.Client.GetByteArrayAsync(new Uri($"/api/pronunciations/{other.User.TenantId}/export", UriKind.Relative), Token));
        var pls = await other.Client.GetStringAsync(new Uri($"/api/pronunciations/{other.User.TenantId}/export?format=pls&language=zh", UriKind.Relative), Token);
        Assert.Contains("<phoneme alphabet=\"x-pinyin\">zhang3 da4</phoneme>", pls);
    }

    [Fact]
    public async Task A_file_that_is_no_text_in_utf8_is_refused_with_the_remedy()
    {
        var teacher = await app.SignInAsync(TenantRole.Teacher);
        using var answer = await teacher.SendAsync(
            HttpMethod.Post, $"/api/pronunciations/{teacher.User.TenantId}/import", new ByteArrayContent([0xB3, 0xA4, 0xB4, 0xF3]));
        Assert.Equal("import-not-text", (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Only_those_who_speak_see_dictionaries_and_another_schools_is_not_found()
    {
        var teacher = await app.SignInAsync(TenantRole.Teacher);
        var stranger = await app.SignInAsync(TenantRole.Admin);
        var student = await app.SignInAsync(TenantRole.Student, teacher.User.TenantId);
        using var named = await teacher.PostJsonAsync("/api/pronunciations", new { name = "Physics" });
        Assert.Equal(HttpStatusCode.Created, named.StatusCode);
        var project = await named.Content.ReadFromJsonAsync<Guid>(Token);

        Assert.Equal(HttpStatusCode.OK, (await teacher.Client.GetAsync($"/api/pronunciations/{project}", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await student.Client.GetAsync("/api/pronunciations", Token)).StatusCode);
        foreach (var path in new[] { $"/api/pronunciations/{project}", $"/api/pronunciations/{teacher.User.TenantId}/export" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync(path, Token)).StatusCode);
        }

        using var deleted = await stranger.SendAsync(HttpMethod.Delete, $"/api/pronunciations/{project}");
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
    }
}
