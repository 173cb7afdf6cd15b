using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Account;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Tenants;

namespace VoiceWeb.Cli;

/// <summary><c>user create</c>: an account without the browser. On a fresh installation it is the owner's.</summary>
internal static class UserVerbs
{
    public static Command Create()
    {
        var email = new Option<string>("--email") { Description = "The person's e-mail address.", Required = true };
        var name = new Option<string>("--name") { Description = "How the person is called on screen.", Required = true };
        var school = new Option<string?>("--school") { Description = "The school. On a fresh installation it is created; later the only one is taken when none is named." };
        var role = new Option<TenantRole>("--role") { Description = "The role in the school.", DefaultValueFactory = _ => TenantRole.Teacher };
        var password = new Option<bool>("--password-stdin")
        {
            Description = "Read the password from the first line of standard input. It never stands on the command line, where others could see it.",
        };
        var command = new Command("user", "Accounts.");
        command.Subcommands.Add(CliVerb.CreateWithServices(
            "create",
            "Creates an account with a password; the person adds a passkey later.",
            [email, name, school, role, password],
            async (parsed, services, output, cancellationToken) =>
            {
                if (!parsed.GetValue(password) || await Console.In.ReadLineAsync(cancellationToken) is not { Length: > 0 } secret)
                {
                    throw new CliException("Give the password on standard input, with --password-stdin.");
                }

                var asked = new NewAccount
                {
                    Email = parsed.GetRequiredValue(email),
                    Name = parsed.GetRequiredValue(name),
                    Password = secret,
                };
                var register = services.GetRequiredService<RegisterAccount>();
                var isFirst = await services.GetRequiredService<OwnerLinks>().IssueAsync(cancellationToken) is { } ownerToken
                    && Begin(asked, ownerToken, parsed.GetValue(school));
                var user = isFirst
                    ? (await register.CreateOwnerAsync(asked, cancellationToken)).OrRefuse()
                    : (await register.CreateInvitedAsync(
                        await InviteAsync(services, asked, parsed.GetValue(school), parsed.GetValue(role), cancellationToken), cancellationToken)).OrRefuse();
                await RecordAsync(services, user, cancellationToken);
                output.Answer(
                    new { UserId = user.Id, user.IsOwner, TenantId = user.CurrentTenantId },
                    [isFirst ? $"Created the owner {user.Id}." : $"Created the account {user.Id}."]);
                return ExitCodes.Done;
            }));
        return command;
    }

    private static bool Begin(NewAccount asked, string token, string? school)
    {
        asked.Token = token;
        asked.School = school ?? throw new CliException("This installation has no owner yet: name the first school with --school.");
        return true;
    }

    private static async Task<NewAccount> InviteAsync(
        IServiceProvider services, NewAccount asked, string? school, TenantRole role, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(cancellationToken);
        var schools = await db.Tenants.AsNoTracking().Where(t => school == null || t.Name == school).OrderBy(t => t.CreatedAt).Take(2).ToListAsync(cancellationToken);
        var tenant = schools.Count switch
        {
            1 => schools[0],
            0 => throw new CliException($"There is no school called \"{school}\"."),
            _ => throw new CliException("There is more than one school: name one with --school."),
        };
        var operatorOfSchool = new CurrentUser(AuditTrail.CommandLine, tenant.Id, TenantRole.Admin, IsOwner: true, Environment.UserName);
        asked.Token = (await services.GetRequiredService<Invitations>().InviteAsync(operatorOfSchool, asked.Email, role, cancellationToken)).OrRefuse();
        return asked;
    }

    private static async Task RecordAsync(IServiceProvider services, AppUser user, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(cancellationToken);
        services.GetRequiredService<AuditTrail>().Append(
            db, user.CurrentTenantId ?? Guid.Empty, AuditTrail.CommandLine, AuditEvent.CommandLineUserCreated, $"account:{user.Id}",
            new { account = Environment.UserName });
        await db.SaveChangesAsync(cancellationToken);
    }
}
