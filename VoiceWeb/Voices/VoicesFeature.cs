using VoiceWeb.Security;

namespace VoiceWeb.Voices;

/// <summary>The wiring of voices.</summary>
public static class VoicesFeature
{
    /// <summary>Needs consent, storage, audit and the engine.</summary>
    public static IServiceCollection AddVoices(this IServiceCollection services)
    {
        services.AddOptions<VoiceOptions>().BindConfiguration("Voices").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CreateVoice>();
        services.AddSingleton<VoiceLibrary>();
        services.AddSingleton<SpokenLanguages>();
        services.AddSingleton<ChangeVoiceModel>();
        services.AddSingleton<StretchLibrary>();
        services.AddSingleton<ChooseStretches>();
        services.AddSingleton<LearningProgress>();
        services.AddSingleton<SampleSpeech>();
        services.AddSingleton<SampleVoice>();
        services.AddSingleton<LearnVoice>();
        services.AddHostedService(provider => provider.GetRequiredService<LearnVoice>());
        services.AddSingleton<IPersonalData, VoicePersonalData>();
        return services;
    }
}
