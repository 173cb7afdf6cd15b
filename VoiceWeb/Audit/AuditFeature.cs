using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VoiceWeb.Audit;

/// <summary>The wiring of the audit trail.</summary>
public static class AuditFeature
{
    /// <summary>Appending, chaining, checking, searching.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditChain>();
        services.AddSingleton<IInterceptor>(provider => provider.GetRequiredService<AuditChain>());
        services.AddSingleton<AuditChainCheck>();
        services.AddSingleton<AuditReader>();
        services.AddSingleton<AuditRoots>();
        services.AddSingleton<AuditWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditWatch>());
        return services;
    }

    /// <summary>The endpoints under <c>/api/audit</c>.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapAuditTrail();
}
