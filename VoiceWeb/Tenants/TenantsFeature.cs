namespace VoiceWeb.Tenants;

/// <summary>Schools, their members and invitations.</summary>
public static class TenantsFeature
{
    public static IServiceCollection AddTenants(this IServiceCollection services)
    {
        services.AddOptions<TenantOptions>().BindConfiguration("Tenants").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Invitations>();
        services.AddSingleton<Members>();
        services.AddSingleton<Schools>();
        return services;
    }
}
