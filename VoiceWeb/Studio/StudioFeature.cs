using VoiceWeb.Voices;

namespace VoiceWeb.Studio;

/// <summary>The wiring of studio, history and listening.</summary>
public static class StudioFeature
{
    /// <summary>What the pages need beside synthesis and voices.</summary>
    public static IServiceCollection AddStudio(this IServiceCollection services) => services.AddSingleton<SpokenLanguages>();
}
