using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Admin;

/// <summary>The wiring of the pages for people who answer for the installation and for what it made.</summary>
public static class AdminFeature
{
    /// <summary>Jobs, models, health, tracing.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<DetectMark>();
        services.AddSingleton<JobBoard>();
        services.AddSingleton<HealthReport>();
        services.AddSingleton<IncomingFiles>();
        services.AddSingleton<ModelJobs>();
        services.AddSingleton<ModelDownload>();
        services.AddSingleton<ModelDesk>();
        return services;
    }

    /// <summary>The endpoints <c>/api/detect</c> and <c>/api/models</c>.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapDetect();
        routes.MapModels();
    }
}
