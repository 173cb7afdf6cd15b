using Microsoft.AspNetCore.Identity;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Tenants;

namespace VoiceWeb.Account;

/// <summary>
/// Makes accounts, by the owner's link or by an invitation, never otherwise. An account begins with a passkey, a password, or both;
/// account, passkey, place in the school, spent link and records are saved together.
/// </summary>
internal sealed class RegisterAccount(
    SignInManager<AppUser> signIn, AccountLedger ledger, OwnerLinks links, Invitations invitations, AuditTrail audit, TimeProvider clock)
{
    private const int MaxName = 80;
    private const int MaxSchool = 120;

    private UserManager<AppUser> Users => signIn.UserManager;

    /// <summary>The question for a new passkey of an account that does not exist yet, as JSON for <c>navigator.credentials.create</c>.</summary>
    public async Task<Result<string>> MakePasskeyOptionsAsync(NewAccount asked, CancellationToken cancellationToken)
    {
        if (!await links.IsValidAsync(asked.Token, cancellationToken)
            && await invitations.FindOpenAsync(asked.Token, cancellationToken) is null)
        {
            return Spent();
        }

        if (Check(asked) is { } refusal)
        {
            return refusal;
        }

        return await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = Guid.NewGuid().ToString(),
            Name = asked.Email.Trim(),
            DisplayName = asked.Name.Trim(),
        });
    }

    /// <summary>Creates the owner and the first school, whose administrator the owner is.</summary>
    public async Task<Result<AppUser>> CreateOwnerAsync(NewAccount asked, CancellationToken cancellationToken)
    {
        if (Check(asked) is { } refusal)
        {
            return refusal;
        }

        if (asked.School.Trim() is not { Length: > 0 and <= MaxSchool })
        {
            return new Invalid("school-name", $"Give the school a name of up to {MaxSchool} characters.") { Arguments = [MaxSchool] };
        }

        return await CreateAsync(asked, async (db, user) =>
        {
            if (await links.FindAsync(db, asked.Token, cancellationToken) is not { } link)
            {
                return Spent();
            }

            var school = new Tenant { Id = Guid.NewGuid(), Name = asked.School.Trim(), CreatedAt = clock.GetUtcNow() };
            db.Tenants.Add(school);
            db.Memberships.Add(PlaceOf(user, school.Id, TenantRole.Admin));
            link.UsedAt = clock.GetUtcNow();
            user.IsOwner = true;
            user.CurrentTenantId = school.Id;
            audit.Append(db, school.Id, user.Id, AuditEvent.TenantCreated, $"tenant:{school.Id}");
            audit.Append(db, school.Id, user.Id, AuditEvent.OwnerCreated, $"account:{user.Id}");
            return null;
        }, cancellationToken);
    }

    /// <summary>Creates an account that takes the place which an invitation offers.</summary>
    public async Task<Result<AppUser>> CreateInvitedAsync(NewAccount asked, CancellationToken cancellationToken)
    {
        if (Check(asked) is { } refusal)
        {
            return refusal;
        }

        return await CreateAsync(asked, async (db, user) =>
        {
            if (await invitations.SpendAsync(db, asked.Token, user.Id, cancellationToken) is not { } place)
            {
                return Spent();
            }

            user.CurrentTenantId = place.TenantId;
            audit.Append(db, place.TenantId, user.Id, AuditEvent.AccountCreated, $"account:{user.Id}");
            return null;
        }, cancellationToken);
    }

    private async Task<Result<AppUser>> CreateAsync(
        NewAccount asked, Func<VoiceWebDb, AppUser, Task<Refusal?>> place, CancellationToken cancellationToken)
    {
        var user = new AppUser
        {
            UserName = asked.Email.Trim(),
            Email = asked.Email.Trim(),
            DisplayName = asked.Name.Trim(),
            CreatedAt = clock.GetUtcNow(),
            LockoutEnabled = true,
        };
        UserPasskeyInfo? passkey = null;
        if (asked.Credential.Length > 0)
        {
            var made = await PasskeyCeremony.AttestAsync(signIn, asked.Credential);
            if (!made.Succeeded)
            {
                return made.Refusal;
            }

            passkey = made.Value.Passkey;
            user.Id = made.Value.UserId;
        }
        else if (asked.Password.Length == 0)
        {
            return new Invalid("no-way-in", "Choose a passkey or a password, so that you can sign in again.");
        }

        try
        {
            return await ledger.InTransactionAsync(async db =>
            {
                if (await place(db, user) is { } refused)
                {
                    throw new RefusedException(refused);
                }

                Require(asked.Password.Length > 0 ? await Users.CreateAsync(user, asked.Password) : await Users.CreateAsync(user));
                if (passkey is not null)
                {
                    Require(await Users.AddOrUpdatePasskeyAsync(user, passkey));
                    ledger.Note(user, AuditEvent.PasskeyAdded);
                }

                return user;
            }, cancellationToken);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new RefusedException(IdentityRefusals.From(result));
        }
    }

    private static Invalid? Check(NewAccount asked) => asked switch
    {
        { Name: var name } when name.Trim() is not { Length: > 0 and <= MaxName } =>
            new Invalid("display-name", $"Give a name of up to {MaxName} characters.") { Arguments = [MaxName] },
        { Email: var email } when !System.Net.Mail.MailAddress.TryCreate(email.Trim(), out var parsed) || parsed.Address != email.Trim() =>
            new Invalid("identity-InvalidEmail", "This is not an e-mail address."),
        _ => null,
    };

    private static Conflict Spent() =>
        new("link-spent", "This link is no longer valid: it was used, replaced or has expired. Ask for a new one.");

    private Membership PlaceOf(AppUser user, Guid school, TenantRole role) => new()
    {
        Id = Guid.NewGuid(),
        TenantId = school,
        UserId = user.Id,
        Role = role,
        JoinedAt = clock.GetUtcNow(),
    };

    // Leaves the transaction, which undoes everything, with the reason in hand.
    private sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
    {
        public Refusal Refusal { get; } = refusal;
    }
}
