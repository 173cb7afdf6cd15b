using System.Net.Http.Json;
using System.Text.RegularExpressions;
using VoiceWeb.Security;

namespace VoiceWeb.Tests;

/// <summary>A client with a session, and who it is.</summary>
public sealed partial class SignedIn(HttpClient client, CurrentUser user)
{
    private string? _token;

    /// <summary>Carries the session cookie; does not follow redirects.</summary>
    public HttpClient Client { get; } = client;

    /// <summary>Who is signed in.</summary>
    public CurrentUser User { get; } = user;

    /// <summary>Sends a change to an endpoint, with the antiforgery token that pages carry.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? content = null)
    {
        _token ??= await TokenAsync(Client);
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Add("RequestVerificationToken", _token);
        request.Headers.Add("Accept", "application/json");
        return await Client.SendAsync(request);
    }

    /// <summary>Posts JSON with the antiforgery token.</summary>
    public Task<HttpResponseMessage> PostJsonAsync<T>(string url, T body) => SendAsync(HttpMethod.Post, url, JsonContent.Create(body));

    /// <summary>The token of a page that the client gets; the cookie that belongs to it stays in the client.</summary>
    public static async Task<string> TokenAsync(HttpClient client, string page = "/")
    {
        var html = await client.GetStringAsync(page);
        var token = TokenPattern().Match(html).Groups[1].Value;
        Assert.NotEmpty(token);
        return System.Net.WebUtility.HtmlDecode(token);
    }

    [GeneratedRegex("name=\"antiforgery-token\" content=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
