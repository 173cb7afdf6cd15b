using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Admin;

/// <summary>The wiring of the pages for people who answer for the installation and for what it made.</summary>
public static class AdminFeature
{
    /// <summary>Jobs, models, health, tracing.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<FoundFileReader>();
        services.AddSingleton<RecentFindings>();
        services.AddSingleton<DetectMark>();
        services.AddSingleton<VisitorVerify>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<CaseReport>();
        services.AddSingleton<DeskFigures>();
        services.AddSingleton<SampleDesk>();
        services.AddSingleton<SampleDrawing>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleDrawing>());
        services.AddOptions<VerifyOptions>().BindConfiguration("Verify").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<JobBoard>();
        services.AddSingleton<HealthReport>();
        services.AddSingleton<IncomingFiles>();
        services.AddSingleton<ModelJobs>();
        services.AddSingleton<ModelDownload>();
        services.AddSingleton<ModelDesk>();
        return services;
    }

    /// <summary>The endpoints <c>/api/detect</c>, <c>/api/verify</c>, <c>/api/cases</c> and <c>/api/models</c>.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapDetect();
        routes.MapDesk();
        routes.MapModels();
    }
}
