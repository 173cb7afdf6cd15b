using MudBlazor;
using MudBlazor.Services;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Shell;

/// <summary>The frame around every page: layout, theme, languages, refusals in the reader's language.</summary>
public static class ShellFeature
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSingleton<ThemeSheet>();
        return services.AddPageServices();
    }

    /// <summary>What pages ask for wherever they are rendered: texts, MudBlazor, refusals in words.</summary>
    public static IServiceCollection AddPageServices(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Cultures.Configure);
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            mud.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddTransient<MudLocalizer, MudTexts>();
        services.AddSingleton<RefusalTexts>();
        services.AddSingleton<IRefusalTranslator>(provider => provider.GetRequiredService<RefusalTexts>());
        return services;
    }

    public static void MapShell(this WebApplication app) => ShellApi.Map(app);
}
