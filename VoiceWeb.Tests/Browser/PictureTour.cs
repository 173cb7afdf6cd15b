using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// Takes a picture of every page with something on it, in both languages, wide and light, narrow and dark, for people to look at.
/// VOICEWEB_SCREENSHOTS names the folder; without it nothing is done.
/// </summary>
internal static class PictureTour
{
    /// <summary>Goes through the pages as the owner, after a voice was made and something spoken.</summary>
    /// <param name="page">Signed in as the owner.</param>
    /// <param name="voice">An active voice.</param>
    /// <param name="rendering">What it spoke.</param>
    /// <param name="found">A downloaded file of it, to be traced.</param>
    public static async Task TakeAsync(IPage page, string voice, string rendering, string found)
    {
        if (PageLook.Folder is null)
        {
            return;
        }

        string[] routes =
        [
            "/", "/clips", "/voices", $"/voices/{voice}", "/voices/new", "/reviews", $"/studio/{rendering}", "/history", "/listen", "/detect",
            "/audit", "/school", "/schools", "/admin/health", "/admin/jobs", "/admin/models", "/pronunciations", "/desk", "/verify", "/account/manage",
            "/account/passkeys", "/account/second-factor", "/account/data",
        ];
        foreach (var language in (string[])["zh-CN", "en"])
        {
            await page.GotoAsync($"/language?to={language}&returnUrl=/");
            foreach (var route in routes)
            {
                await page.SetViewportSizeAsync(1280, 900);
                var answer = await page.GotoAsync(route);
                if (answer is { Status: >= 400 })
                {
                    continue; // a page of another version
                }

                await page.ReadyAsync();
                if (route == "/detect")
                {
                    await page.SetInputFilesAsync("#detect-file", found);
                    await page.WaitForSelectorAsync("[data-verdict=marked]");
                }

                await page.WaitForTimeoutAsync(700);
                var name = route.Trim('/').Replace(voice, "one", StringComparison.Ordinal).Replace(rendering, "one", StringComparison.Ordinal).Replace('/', '-');
                name = name.Length == 0 ? "home" : name;
                await ShootAsync(page, $"{name}-{language}-wide-light", "light");
                await page.SetViewportSizeAsync(390, 844);
                await ShootAsync(page, $"{name}-{language}-phone-dark", "dark");
            }
        }

        await page.SetViewportSizeAsync(1280, 900);
    }

    /// <summary>The open stretches of a voice and the page of models with a folder to import, in both languages and themes.</summary>
    /// <param name="page">At the page of a GPT-SoVITS voice; it is there again afterwards.</param>
    /// <param name="openStretches">Opens the panel and chooses from it.</param>
    public static async Task TakeModelsAsync(IPage page, Func<IPage, Task> openStretches)
    {
        if (PageLook.Folder is null)
        {
            return;
        }

        var voice = new Uri(page.Url).AbsolutePath;
        foreach (var language in (string[])["zh-CN", "en"])
        {
            await page.GotoAsync($"/language?to={language}&returnUrl={voice}");
            await page.ReadyAsync();
            await openStretches(page);
            await ShootEachAsync(page, $"stretches-{language}");
            await page.OpenAsync("/admin/models");
            await page.SelectOptionAsync("#import-profile", "Edge");
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(more => more.open = true)");
            await ShootEachAsync(page, $"models-{language}");
            await page.OpenAsync("/admin/health");
            await ShootEachAsync(page, $"health-{language}");
        }

        await page.OpenAsync(voice);
    }

    private static async Task ShootEachAsync(IPage page, string name)
    {
        foreach (var theme in (string[])["light", "dark"])
        {
            await ShootAsync(page, $"{name}-wide-{theme}", theme);
            await page.SetViewportSizeAsync(390, 844);
            await ShootAsync(page, $"{name}-phone-{theme}", theme);
            await page.SetViewportSizeAsync(1280, 900);
        }
    }

    private static async Task ShootAsync(IPage page, string name, string theme)
    {
        await page.EvaluateAsync("theme => { document.documentElement.dataset.theme = theme; }", theme);
        await page.WaitForTimeoutAsync(150);
        await PageLook.PictureAsync(page, name);
    }
}
