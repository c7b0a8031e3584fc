using System.Net;
using Loyalty.Identity.Endpoints;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Tokens;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Identity.SignIn;

/// <summary>Name and password to user. Every failure takes the same steps, including one password hash.</summary>
internal sealed class PasswordCheck(
    LoyaltyIdentityDbContext db,
    ILookupNormalizer normalizer,
    IPasswordHasher<User> hasher,
    NobodysPassword nobody,
    SignInLimits limits,
    TimeProvider clock
)
{
    private const int LengthMax = 256;

    public async Task<Outcome> CheckAsync(string name, string password, IPAddress? address, CancellationToken cancel)
    {
        if (!await limits.TakeForAddressAsync(address, cancel))
        {
            return new Outcome.TooManyFromAddress();
        }
        // What no account can be called still goes the whole way, under a name that none has.
        var isPossible = name.Length <= LengthMax && OAuthParameters.IsSafe(name);
        var normalized = isPossible ? normalizer.NormalizeName(name.Trim()) : "";
        var isOpen = await limits.TakeForAccountAsync(normalized, cancel);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, cancel);
        var isRight =
            hasher.VerifyHashedPassword(user ?? nobody.User, user?.PasswordHash ?? nobody.Hash, password)
            is not PasswordVerificationResult.Failed;
        if (!isOpen || user?.PasswordHash is null || !isRight || user.IsBarred(clock.GetUtcNow()))
        {
            return new Outcome.Refused();
        }
        await limits.GiveBackAsync(normalized, address, cancel);
        return new Outcome.Known(user);
    }

    public abstract record Outcome
    {
        public sealed record Known(User User) : Outcome;

        /// <summary>Unknown, wrong, barred or closed for now: told apart nowhere.</summary>
        public sealed record Refused : Outcome;

        /// <summary>Says nothing about any account, so that the caller may be told.</summary>
        public sealed record TooManyFromAddress : Outcome;
    }
}

/// <summary>A hash to verify against where there is no account, as costly as a real one.</summary>
internal sealed class NobodysPassword(IServiceScopeFactory scopes)
{
    private readonly Lazy<string> hash = new(() =>
    {
        using var scope = scopes.CreateScope();
        return scope
            .ServiceProvider.GetRequiredService<IPasswordHasher<User>>()
            .HashPassword(new User(), OpaqueToken.Create());
    });

    public User User { get; } = new();

    public string Hash => hash.Value;
}
