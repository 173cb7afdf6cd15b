using Microsoft.Extensions.DependencyInjection.Extensions;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>The wiring of consent: how it is given, reviewed, asked for and taken back.</summary>
public static class ConsentFeature
{
    /// <summary>Needs storage, audit and the engine's audio classes.</summary>
    public static IServiceCollection AddConsent(this IServiceCollection services)
    {
        services.AddOptions<ConsentOptions>()
            .BindConfiguration("Consent")
            .ValidateDataAnnotations()
            .Validate(o => o.ChallengeLife > TimeSpan.Zero && o.StepUpLife > TimeSpan.Zero, "Consent:ChallengeLife and Consent:StepUpLife must be positive.")
            .ValidateOnStart();
        services.TryAddSingleton<ClipQualityGate>();
        services.AddSingleton<ConsentGate>();
        services.AddSingleton<ConsentDesk>();
        services.AddSingleton<StartConsent>();
        services.AddSingleton<StepUpConsent>();
        services.AddSingleton<IssueChallenge>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<ReviewConsent>();
        services.AddSingleton<WithdrawConsent>();
        services.AddSingleton<SpeakConsent>();
        services.AddSingleton<IPersonalData, ConsentPersonalData>();
        services.AddSingleton<StatementRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<StatementRetention>());
        return services;
    }
}
