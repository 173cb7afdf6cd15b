using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>Accounts: signing in and out, second factor, passkeys, one's own data.</summary>
public static class AccountFeature
{
    /// <summary>Identity over the app's own database, with passkeys that always verify their holder.</summary>
    public static IServiceCollection AddAccount(this IServiceCollection services)
    {
        services.AddOptions<AccountOptions>().BindConfiguration("Accounts").ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = IdentityConstants.ApplicationScheme;
                options.DefaultSignInScheme = IdentityConstants.ExternalScheme;
            })
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "vw.session";
            cookie.LoginPath = "/account/login";
            cookie.LogoutPath = "/account/logout";
            cookie.AccessDeniedPath = "/account/denied";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = context => RedirectPages(context, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => RedirectPages(context, StatusCodes.Status403Forbidden);
        });
        services.AddIdentityCore<AppUser>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.SignIn.RequireConfirmedAccount = true; // answered by EnabledAccounts
                options.User.RequireUniqueEmail = true;
                // Length is what makes a password hard to guess; classes of characters only make it hard to remember.
                options.Password.RequiredLength = 10;
                options.Password.RequiredUniqueChars = 5;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddEntityFrameworkStores<VoiceWebDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders()
            .AddClaimsPrincipalFactory<MemberClaims>();
        services.AddScoped<IUserConfirmation<AppUser>, EnabledAccounts>();
        services.AddOptions<SecurityStampValidatorOptions>().Configure<IOptions<AccountOptions>>(
            (stamp, account) => stamp.ValidationInterval = TimeSpan.FromSeconds(account.Value.RevalidationSeconds));
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SiteOptions>>((passkeys, site) =>
        {
            // Said outright, so that no change of a default can weaken it; the server checks it only when it reads "required".
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.ServerDomain = site.Value.Domain;
        });

        services.AddScoped<AccountLedger>();
        services.AddSingleton<OwnerLinks>();
        services.AddHostedService<Welcome>();
        services.AddScoped<RegisterAccount>();
        services.AddScoped<SignIns>();
        services.AddScoped<Passkeys>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<OwnProfile>();
        services.AddScoped<ExportMyData>();
        services.AddScoped<DeleteAccount>();
        services.AddScoped<OwnAccount>();

        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, OpenPageRevalidation>();
        return services;
    }

    /// <summary>The endpoints beside the account pages.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes) => AccountApi.Map(routes);

    // A program gets a status, a person gets a page.
    private static Task RedirectPages(Microsoft.AspNetCore.Authentication.RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
