using Microsoft.Extensions.DependencyInjection.Extensions;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Security;

namespace VoiceWeb.Clips;

/// <summary>The wiring of recordings that people give.</summary>
public static class ClipsFeature
{
    /// <summary>Needs storage, audit and the engine's audio classes.</summary>
    public static IServiceCollection AddClips(this IServiceCollection services)
    {
        services.AddOptions<ClipOptions>().BindConfiguration("Clips").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ClipQualityGate>();
        services.AddSingleton<AddClip>();
        services.AddSingleton<ClipLibrary>();
        services.AddSingleton<ClipPictures>();
        services.AddSingleton<IPersonalData, ClipPersonalData>();
        return services;
    }
}
