using Microsoft.Extensions.Options;
using VoiceWeb.Account;
using VoiceWeb.Admin;
using VoiceWeb.Audit;
using VoiceWeb.Clips;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Shell;
using VoiceWeb.Storage;
using VoiceWeb.Synthesis;
using VoiceWeb.Tenants;
using VoiceWeb.Voices;

namespace VoiceWeb;

/// <summary>The application's table of contents: one AddX and one MapX line per feature. Page requests and verbs share it.</summary>
internal static class VoiceWebApp
{
    /// <summary>Configuration key of the data directory.</summary>
    public const string DataDirectoryKey = "DataDirectory";

    /// <summary>Builds the application with every feature; starts nothing.</summary>
    /// <param name="arguments">Configuration of the web host, such as <c>--urls=http://localhost:5080</c>.</param>
    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ContentRootPath = File.Exists(Path.Combine(AppContext.BaseDirectory, "appsettings.json")) ? AppContext.BaseDirectory : null,
        });
        AddFeatures(builder);
        // A start that fails is told by its caller in one sentence; the host would add a page of its own.
        IHostApplicationLifetime? lifetime = null;
        builder.Logging.AddFilter(
            "Microsoft.Extensions.Hosting.Internal.Host",
            level => level >= LogLevel.Information && lifetime?.ApplicationStarted.IsCancellationRequested == true);
        var app = builder.Build();
        lifetime = app.Lifetime;
        MapFeatures(app);
        return app;
    }

    /// <summary>Host arguments for the web application.</summary>
    public static string[] ForServing(string? dataDirectory, string? urls) =>
        [.. Option(DataDirectoryKey, dataDirectory), .. Option("urls", urls)];

    /// <summary>Host arguments for a verb: same services, and the log goes to standard error, warnings and worse only.</summary>
    public static string[] ForVerb(string? dataDirectory) =>
    [
        .. Option(DataDirectoryKey, dataDirectory),
        "--Logging:LogLevel:Default=Warning",
        "--Logging:Console:LogToStandardErrorThreshold=Trace",
        // The keys' folder is readable by this account alone, as docs/operations.md says.
        "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error",
    ];

    /// <summary>Brings the data directory up to date.</summary>
    public static async Task PrepareAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.MigrateAsync(cancellationToken);
        await services.SealSketchesAsync(cancellationToken);
    }

    /// <summary>Prepares, starts and serves until the process is told to stop.</summary>
    public static async Task ServeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await app.Services.PrepareAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static void AddFeatures(WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets(); // an unpublished build serves its assets in every environment
        builder.ListenOnLoopbackByDefault();

        // What the features stand on.
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new DataDirectory(
            builder.Configuration[DataDirectoryKey] ?? Environment.GetEnvironmentVariable("VOICEWEB_DATA") ?? "data"));
        services.AddData();
        services.AddStorage();
        services.AddAudit();
        services.AddSecurity();
        services.AddVoiceEngine();
        services.AddOptions<InferenceOptions>().BindConfiguration("Engine").ValidateDataAnnotations();
        services.AddSingleton(provider => new PolyphoneModel(
            provider.GetRequiredService<IOptions<InferenceOptions>>().Value.PolyphoneModelPath ?? provider.GetRequiredService<DataDirectory>().PathOf("polyphones"),
            provider.GetRequiredService<SessionFactory>()));
        services.AddSingleton(provider => new ModelLibrary(provider.GetRequiredService<DataDirectory>().PathOf("models")));

        // The features.
        services.AddAccount();
        services.AddTenants();
        services.AddClips();
        services.AddConsent();
        services.AddVoices();
        services.AddSingleton<AttestedVoice>();
        services.AddPronunciations();
        services.AddSynthesis();
        services.AddAdmin();
        services.AddShell();
    }

    private static void MapFeatures(WebApplication app)
    {
        app.UseSecurity();
        app.MapAccount();
        app.MapTenants();
        app.MapAudit();
        app.MapPronunciations();
        app.MapSynthesis();
        app.MapAdmin();
        app.MapClips();
        app.MapConsent();
        app.MapVoices();
        app.MapShell();
    }

    private static string[] Option(string key, string? value) => value is null ? [] : [$"--{key}={value}"];
}
