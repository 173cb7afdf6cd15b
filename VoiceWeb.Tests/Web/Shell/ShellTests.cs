using System.Net;

namespace VoiceWeb.Tests.Web.Shell;

/// <summary>The frame, as the real app serves it.</summary>
public sealed class ShellTests(AppFactory app) : IClassFixture<AppFactory>
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.css", "text/css")]
    [InlineData("/theme.css", "text/css")]
    [InlineData("/fonts/inter-latin.woff2", "font/woff2")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/js/shell.js", "text/javascript")]
    [InlineData("/Shell/ReconnectDialog.razor.js", "text/javascript")]
    public async Task Serves_pages_and_assets(string url, string type)
    {
        using var answer = await app.Visitor().GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Lets_no_script_run_that_is_not_our_own_file()
    {
        using var answer = await app.Visitor().GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)[^>]*>", html);
        Assert.DoesNotMatch("\\son[a-z]+=\"", html);
    }

    [Theory]
    [InlineData("zh-TW,zh;q=0.9,en;q=0.5", "zh-CN", "登录")]
    [InlineData("en-GB", "en", "Sign in")]
    [InlineData("fr", "en", "Sign in")]
    public async Task Speaks_the_language_that_the_browser_asks_for(string asked, string language, string word)
    {
        using var client = app.Visitor();
        client.DefaultRequestHeaders.Add("Accept-Language", asked);
        var html = await client.GetStringAsync("/");
        Assert.Contains($"<html lang=\"{language}\"", html);
        Assert.Contains(word, WebUtility.HtmlDecode(html));
    }

    [Fact]
    public async Task Keeps_a_chosen_language_and_goes_back_to_the_page()
    {
        using var client = app.Visitor();
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        using var chosen = await client.GetAsync("/language?to=zh-CN&returnUrl=%2Faccount%2Flogin");
        Assert.Equal("/account/login", chosen.Headers.Location?.OriginalString);
        Assert.Contains("<html lang=\"zh-CN\"", await client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Never_leads_to_another_site(string target)
    {
        using var answer = await app.Visitor().GetAsync("/language?to=en&returnUrl=" + Uri.EscapeDataString(target));
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_page_that_does_not_exist_says_so()
    {
        using var answer = await app.Visitor().GetAsync("/no/such/page");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Nothing here", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_program_gets_a_problem_instead_of_a_page()
    {
        using var answer = await app.Visitor().GetAsync("/api/no-such-thing");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_page_asked_for_by_address_is_sent_on_to_localhost()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:5080/account/login?x=1");
        request.Headers.Add("Accept", "text/html");
        using var answer = await app.Visitor().SendAsync(request);
        Assert.Equal("http://localhost:5080/account/login?x=1", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Tells_that_it_is_healthy(string url) =>
        Assert.Equal("Healthy", await app.Visitor().GetStringAsync(url));

    [Fact]
    public void On_paper_every_page_is_light()
    {
        var css = new VoiceWeb.Shell.ThemeSheet().Css;
        Assert.Equal(3, css.Split('\n').Count(line => line.TrimStart().StartsWith("@media screen", StringComparison.Ordinal) || line.TrimStart().StartsWith(":root", StringComparison.Ordinal)));
        Assert.All(css.Split('\n').Where(line => line.Contains("color-scheme: dark", StringComparison.Ordinal)), line => Assert.StartsWith("@media screen", line.TrimStart(), StringComparison.Ordinal));
    }
}
