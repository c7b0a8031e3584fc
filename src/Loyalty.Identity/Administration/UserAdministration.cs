using Loyalty.Identity.Grants;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Administration;

/// <summary>A user as the host wants it to be.</summary>
/// <param name="Email">Also the name to sign in with.</param>
/// <param name="Password">Null leaves the present one; a new user without one cannot sign in until it is set.</param>
/// <param name="Roles">All roles; others are taken away. Roles that do not exist yet are made.</param>
/// <param name="Claims">All claims by type and value; others are taken away.</param>
public sealed record UserDefinition(
    string Email,
    string DisplayName,
    string? Password = null,
    IReadOnlyCollection<string>? Roles = null,
    IReadOnlyCollection<KeyValuePair<string, string>>? Claims = null
);

/// <summary>Users, for the host's seeding, enrolment and staff pages.</summary>
public sealed class UserAdministration(
    UserManager<User> users,
    RoleManager<IdentityRole> roles,
    LoyaltyIdentityDbContext db,
    TimeProvider clock
)
{
    public Task<User?> FindByEmailAsync(string email) => users.FindByNameAsync(email);

    /// <summary>By the <c>sub</c> of a token.</summary>
    public Task<User?> FindByIdAsync(string id) => users.FindByIdAsync(id);

    /// <summary>Makes the user or brings it to the definition. Running it again changes nothing and signs nobody out.</summary>
    /// <exception cref="IdentityRefusedException">The e-mail address or password is not acceptable.</exception>
    public async Task<User> UpsertAsync(UserDefinition definition, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var user = await users.FindByNameAsync(definition.Email);
        if (user is null)
        {
            user = new User
            {
                Id = OpaqueToken.Id("usr", clock.GetUtcNow()),
                UserName = definition.Email,
                Email = definition.Email,
                DisplayName = definition.DisplayName,
            };
            Check(
                definition.Password is null
                    ? await users.CreateAsync(user)
                    : await users.CreateAsync(user, definition.Password)
            );
        }
        else
        {
            user.DisplayName = definition.DisplayName;
            Check(await users.UpdateAsync(user));
            if (definition.Password is { } password && !await users.CheckPasswordAsync(user, password))
            {
                await SetPasswordAsync(user, password);
            }
        }
        await SetRolesAsync(user, definition.Roles ?? []);
        await SetClaimsAsync(user, definition.Claims ?? []);
        await transaction.CommitAsync(cancel);
        return user;
    }

    /// <summary>Signs the user out everywhere, as the security stamp changes.</summary>
    /// <exception cref="IdentityRefusedException">The password is not acceptable.</exception>
    public async Task SetPasswordAsync(User user, string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            Check(await validator.ValidateAsync(users, user, password));
        }
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        Check(await users.UpdateSecurityStampAsync(user));
    }

    /// <summary>For a host that refuses to start while a demo password is in use.</summary>
    public async Task<bool> HasPasswordAsync(string email, string password) =>
        await users.FindByNameAsync(email) is { } user && await users.CheckPasswordAsync(user, password);

    /// <summary>No sign-in and no refresh until then; null lifts it.</summary>
    public async Task BarAsync(User user, DateTimeOffset? until)
    {
        user.LockoutEnd = until?.ToUniversalTime();
        Check(await users.UpdateAsync(user));
    }

    /// <summary>Ends every refresh token and code of the user. Returns how many grants it ended.</summary>
    public Task<int> RevokeGrantsAsync(string userId, CancellationToken cancel = default) =>
        new GrantRevocation(db, clock).RevokeAllOfUserAsync(userId, cancel);

    /// <summary>Deletes the user with all grants, codes and tokens, unless the user has a role: whoever works for the host is not
    /// the host's customer alone.</summary>
    /// <param name="userId">the <c>sub</c> of a token.</param>
    /// <returns>whether the user is gone.</returns>
    public async Task<bool> DeleteAsync(string userId)
    {
        if (await users.FindByIdAsync(userId) is not { } user)
        {
            return true;
        }
        if ((await users.GetRolesAsync(user)).Count > 0)
        {
            return false;
        }
        Check(await users.DeleteAsync(user));
        return true;
    }

    private async Task SetRolesAsync(User user, IReadOnlyCollection<string> wanted)
    {
        foreach (var name in wanted)
        {
            if (!await roles.RoleExistsAsync(name))
            {
                Check(
                    await roles.CreateAsync(new IdentityRole(name) { Id = OpaqueToken.Id("role", clock.GetUtcNow()) })
                );
            }
        }
        var present = await users.GetRolesAsync(user);
        Check(await users.RemoveFromRolesAsync(user, present.Except(wanted, StringComparer.OrdinalIgnoreCase)));
        Check(await users.AddToRolesAsync(user, wanted.Except(present, StringComparer.OrdinalIgnoreCase)));
    }

    private async Task SetClaimsAsync(User user, IReadOnlyCollection<KeyValuePair<string, string>> wanted)
    {
        var present = await db.UserClaims.Where(c => c.UserId == user.Id).ToListAsync();
        db.UserClaims.RemoveRange(present.Where(c => !wanted.Contains(new(c.ClaimType!, c.ClaimValue!))));
        var missing = wanted.Where(w => !present.Exists(c => c.ClaimType == w.Key && c.ClaimValue == w.Value));
        db.UserClaims.AddRange(
            missing.Select(w => new IdentityUserClaim<string>
            {
                UserId = user.Id,
                ClaimType = w.Key,
                ClaimValue = w.Value,
            })
        );
        await db.SaveChangesAsync();
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new IdentityRefusedException([.. result.Errors.Select(e => e.Code)]);
        }
    }
}
