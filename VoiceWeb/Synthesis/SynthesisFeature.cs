using VoiceWeb.Engine.Watermark;
using VoiceWeb.Security;

namespace VoiceWeb.Synthesis;

/// <summary>The wiring of speaking.</summary>
public static class SynthesisFeature
{
    /// <summary>Queue, worker, renderings. Needs data, storage, audit, consent and a speech engine.</summary>
    public static IServiceCollection AddSynthesis(this IServiceCollection services)
    {
        services.AddOptions<SynthesisOptions>().BindConfiguration("Synthesis").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SynthesisProgress>();
        services.AddSingleton<SynthesisQueue>();
        services.AddSingleton<SynthesisJobs>();
        services.AddSingleton<SpeakText>();
        services.AddSingleton<RenderingRun>();
        services.AddSingleton<SpeakAttested>();
        services.AddSingleton(provider => new WatermarkDetector(provider.GetRequiredService<WatermarkKeyRing>().Keys));
        services.AddSingleton<SketchMemory>();
        services.AddSingleton<RenderingLabels>();
        services.AddSingleton<RenderingManifests>();
        services.AddSingleton<AudibleLabels>();
        services.AddSingleton<IMarkReader, MarkReader>();
        services.AddSingleton<MarkCheck>();
        services.AddSingleton<RenderingLibrary>();
        services.AddSingleton<DownloadRendering>();
        services.AddSingleton<IPersonalData, RenderingPersonalData>();
        services.AddSingleton<RenderingRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<RenderingRetention>());
        services.AddHostedService<SynthesisWorker>();
        return services;
    }

    /// <summary>The endpoints under <c>/api/renderings</c>.</summary>
    public static void MapSynthesis(this IEndpointRouteBuilder routes) => routes.MapRenderings();
}
