using System.Globalization;
using System.Security.Claims;
using Loyalty.Identity.Storage;
using Loyalty.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Identity.SignIn;

/// <summary>A browser that is signed in at the issuer, and since when.</summary>
internal sealed record Session(User User, DateTimeOffset AuthTime);

/// <summary>Keeps the session in a cookie of its own, which no other part of the host reads.</summary>
internal sealed class Sessions(LoyaltyIdentityDbContext db, TimeProvider clock)
{
    public const string Scheme = "Loyalty.Identity.Session";

    private const string StampClaim = "stamp";
    private const string AuthTimeClaim = "auth_time_ms";

    /// <summary>Null when there is none, or when the user was barred or changed the password since.</summary>
    public async Task<Session?> ReadAsync(HttpContext context, CancellationToken cancel)
    {
        var ticket = await context.AuthenticateAsync(Scheme);
        if (
            ticket.Principal is not { } principal
            || principal.FindFirstValue("sub") is not { } userId
            || !long.TryParse(principal.FindFirstValue(AuthTimeClaim), CultureInfo.InvariantCulture, out var authTime)
        )
        {
            return null;
        }
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, cancel);
        return
            user is not null
            && !user.IsBarred(clock.GetUtcNow())
            && user.SecurityStamp == principal.FindFirstValue(StampClaim)
            ? new Session(user, DateTimeOffset.FromUnixTimeMilliseconds(authTime))
            : null;
    }

    public Task BeginAsync(HttpContext context, User user)
    {
        var authTime = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var identity = new ClaimsIdentity(
            [new Claim("sub", user.Id), new Claim(StampClaim, user.SecurityStamp!), new Claim(AuthTimeClaim, authTime)],
            Scheme
        );
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);
}
