namespace VoiceWeb.Pronunciations;

/// <summary>Pronunciation dictionaries of the installation, of schools and of their projects.</summary>
public static class PronunciationsFeature
{
    /// <summary>Needs data and audit.</summary>
    public static IServiceCollection AddPronunciations(this IServiceCollection services)
    {
        services.AddSingleton<PronunciationLibrary>();
        services.AddSingleton<EditPronunciations>();
        return services;
    }
}
