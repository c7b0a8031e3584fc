using Loyalty.Identity.Scopes;
using Loyalty.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.Users;

/// <summary>What is known about a user, by claim type, as far as scopes release it.</summary>
internal sealed class UserClaims(LoyaltyIdentityDbContext db)
{
    // These are the issuer's own and must not come from a user's record.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "iss",
        "aud",
        "sub",
        "client_id",
        "scope",
        "jti",
        "iat",
        "exp",
        "nbf",
        "auth_time",
        "nonce",
        "grant_id",
        "azp",
        "acr",
        "amr",
        "at_hash",
        "c_hash",
        "sid",
    };

    public static bool IsReserved(string type) => Reserved.Contains(type);

    public async Task<IReadOnlyList<string>> RolesAsync(string userId, CancellationToken cancel) =>
        await db
            .UserRoles.Where(r => r.UserId == userId)
            .Join(db.Roles, r => r.RoleId, r => r.Id, (_, role) => role.Name!)
            .OrderBy(name => name)
            .ToListAsync(cancel);

    public async Task<IReadOnlyList<Scope>> PermittedAsync(
        string userId,
        IReadOnlyList<Scope> scopes,
        CancellationToken cancel
    )
    {
        if (scopes.All(s => s.RequiredRoles.Count == 0))
        {
            return scopes;
        }
        var roles = await RolesAsync(userId, cancel);
        return
        [
            .. scopes.Where(s =>
                s.RequiredRoles.Count == 0 || s.RequiredRoles.Intersect(roles, StringComparer.Ordinal).Any()
            ),
        ];
    }

    /// <summary>A single value as a string, several as an array, as JWT libraries expect it.</summary>
    public async Task<Dictionary<string, object>> OfAsync(
        User user,
        IEnumerable<Scope> scopes,
        CancellationToken cancel
    )
    {
        var types = scopes.SelectMany(s => s.UserClaims).Where(t => !IsReserved(t)).ToHashSet(StringComparer.Ordinal);
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (types.Count == 0)
        {
            return [];
        }
        if (types.Contains("role"))
        {
            values["role"] = [.. await RolesAsync(user.Id, cancel)];
        }
        AddOwn("name", user.DisplayName);
        AddOwn("preferred_username", user.UserName);
        AddOwn("email", user.Email);
        var wanted = types.ToList();
        var stored = await db
            .UserClaims.Where(c => c.UserId == user.Id && wanted.Contains(c.ClaimType!))
            .OrderBy(c => c.Id)
            .Select(c => new { c.ClaimType, c.ClaimValue })
            .ToListAsync(cancel);
        foreach (var claim in stored)
        {
            Values(claim.ClaimType!).Add(claim.ClaimValue ?? "");
        }
        return values
            .Where(v => v.Value.Count > 0)
            .ToDictionary(
                v => v.Key,
                v => v.Value is [var one] ? one : (object)v.Value.ToArray(),
                StringComparer.Ordinal
            );

        List<string> Values(string type)
        {
            if (!values.TryGetValue(type, out var list))
            {
                list = [];
                values[type] = list;
            }
            return list;
        }

        void AddOwn(string type, string? value)
        {
            if (types.Contains(type) && !string.IsNullOrEmpty(value))
            {
                Values(type).Add(value);
            }
        }
    }
}
