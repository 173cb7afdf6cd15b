namespace VoiceWeb.Admin;

/// <summary>The wiring of the pages for people who answer for the installation and for what it made.</summary>
public static class AdminFeature
{
    /// <summary>Jobs, health, tracing.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<DetectMark>();
        services.AddSingleton<JobBoard>();
        services.AddSingleton<HealthReport>();
        return services;
    }

    /// <summary>The endpoint <c>/api/detect</c>.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes) => routes.MapDetect();
}
