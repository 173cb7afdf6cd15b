using System.Net;
using System.Text.RegularExpressions;

namespace VoiceWeb.Tests.Web;

/// <summary>Sends a form of a plain page as a browser would: with the page's own hidden fields.</summary>
internal static partial class FormPost
{
    /// <summary>Gets the page, fills in its form and sends it. The client keeps cookies and does not follow the redirect.</summary>
    /// <param name="client">The visitor.</param>
    /// <param name="page">Address of the page, which is also where the form goes.</param>
    /// <param name="form">The form's name.</param>
    /// <param name="fields">What the person fills in.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string page, string form, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(page);
        var token = TokenPattern().Match(html).Groups[1].Value;
        Assert.NotEmpty(token);
        List<KeyValuePair<string, string>> all =
        [
            new("_handler", form),
            new("__RequestVerificationToken", WebUtility.HtmlDecode(token)),
            .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
        ];
        return await client.PostAsync(page, new FormUrlEncodedContent(all));
    }

    /// <summary>The path that an answer redirects to, or null.</summary>
    public static string? Target(HttpResponseMessage answer) => answer.Headers.Location switch
    {
        null => null,
        { IsAbsoluteUri: true } absolute => absolute.PathAndQuery,
        var relative => relative.OriginalString,
    };

    /// <summary>The code of the refusal that a page shows, or null.</summary>
    public static async Task<string?> RefusalAsync(HttpResponseMessage answer)
    {
        var match = RefusalPattern().Match(await answer.Content.ReadAsStringAsync());
        return match.Success ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("data-code=\"([^\"]+)\"")]
    private static partial Regex RefusalPattern();
}
