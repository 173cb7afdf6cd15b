using VoiceWeb.Engine.Text;

namespace VoiceWeb.Synthesis;

/// <summary>The wiring of speaking.</summary>
public static class SynthesisFeature
{
    /// <summary>Queue, worker, renderings. Needs data, storage, audit, consent and a speech engine.</summary>
    public static IServiceCollection AddSynthesis(this IServiceCollection services)
    {
        services.AddOptions<SynthesisOptions>().BindConfiguration("Synthesis").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TextFrontEnd>();
        services.AddSingleton<SynthesisProgress>();
        services.AddSingleton<SynthesisQueue>();
        services.AddSingleton<SynthesisJobs>();
        services.AddSingleton<SpeakText>();
        services.AddSingleton<RenderingRun>();
        services.AddSingleton<SpeakAttested>();
        services.AddHostedService<SynthesisWorker>();
        return services;
    }
}
