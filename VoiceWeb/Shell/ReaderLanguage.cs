using System.Globalization;

namespace VoiceWeb.Shell;

/// <summary>
/// The language that a page is read in, as it is where this is made. What a worker thread raises carries the language of the server: without this, a page
/// that draws itself anew on such a report turns to it.
/// </summary>
internal sealed class ReaderLanguage
{
    private readonly CultureInfo _formats = CultureInfo.CurrentCulture;
    private readonly CultureInfo _texts = CultureInfo.CurrentUICulture;

    /// <summary>Runs work of the page, and what it draws, in the page's language. The caller's own is the same afterwards.</summary>
    public async Task DoAsync(Func<Task> work)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_formats, _texts);
        await work();
    }
}
