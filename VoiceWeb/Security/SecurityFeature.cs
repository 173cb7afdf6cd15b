using System.Net.Mime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace VoiceWeb.Security;

/// <summary>Who is asking, what they may do, and how the site guards itself.</summary>
public static class SecurityFeature
{
    /// <summary>Where the program listens when nothing else is configured: this machine alone.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Listens on <see cref="DefaultUrl"/> unless the configuration names addresses.</summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration[WebHostDefaults.ServerUrlsKey] is null
            && configuration[WebHostDefaults.HttpPortsKey] is null
            && configuration[WebHostDefaults.HttpsPortsKey] is null
            && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
    }

    /// <summary>Policies, rate limits, antiforgery, problem answers, health checks and the <see cref="CurrentUser"/> of a request.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped(provider =>
            CurrentUser.From(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.User)
            ?? throw new InvalidOperationException("An endpoint that asks for the current user must require the policy of a member."));

        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Member, Asks(_ => true))
            .AddPolicy(Policies.Speaker, Asks(user => user.MaySpeak))
            .AddPolicy(Policies.Auditor, Asks(user => user.MayAudit))
            .AddPolicy(Policies.SchoolAdmin, Asks(user => user.MayAdminister))
            .AddPolicy(Policies.Owner, Asks(user => user.IsOwner));

        services.AddOptions<SiteOptions>().BindConfiguration("Site");
        services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter();
        services.AddOptions<RateLimiterOptions>()
            .Configure<IOptions<RateLimitOptions>>((limiter, limits) => RateLimits.Add(limiter, limits.Value));

        services.AddAntiforgery(options => options.Cookie.Name = "vw.antiforgery");
        services.AddProblemDetails();
        services.AddSingleton<StepUpChallenges>();
        services.AddScoped<PasskeyStepUp>();
        services.AddHealthChecks().AddCheck<ReadinessCheck>("ready", tags: ["ready"]);
        return services;
    }

    /// <summary>The guards in the order in which a request meets them, and the health endpoints.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseLocalhostInsteadOfAddress();
        app.UseWhen(IsForPrograms, api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(http => !IsForPrograms(http), pages => pages
            .UseExceptionHandler("/error", createScopeForErrors: true)
            .UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true)
            .Use(ReadProblemPages));
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseRequestLocalization();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();

        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        StepUpApi.Map(app);
    }

    // The page that tells of a refused form is only read: with the form's method it would be checked, and refused, once more.
    private static Task ReadProblemPages(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    }

    private static Action<AuthorizationPolicyBuilder> Asks(Func<CurrentUser, bool> may) => policy => policy
        .RequireAuthenticatedUser()
        .RequireAssertion(context => CurrentUser.From(context.User) is { } user && may(user));

    private static bool IsForPrograms(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        || (http.Request.Headers.Accept.ToString() is { Length: > 0 } accept
            && accept.StartsWith(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase));
}
