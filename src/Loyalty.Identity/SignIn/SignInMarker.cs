using System.Globalization;
using System.Security.Cryptography;
using Loyalty.Identity.Endpoints;
using Microsoft.AspNetCore.DataProtection;

namespace Loyalty.Identity.SignIn;

/// <summary>
/// Remembers, across the sign-in page, when the user was sent there. Otherwise <c>prompt=login</c> and <c>max_age=0</c> (OpenID
/// Connect Core 1.0, section 3.1.2.1) would ask for ever.
/// </summary>
internal sealed class SignInMarker(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Parameter = "sent_to_sign_in";

    private readonly IDataProtector protector = protection.CreateProtector("Loyalty.Identity.SignInMarker.v1");

    public string Now() =>
        protector.Protect(clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    public bool IsRecentEnough(Session session, AuthorizeRequest request, string? marker)
    {
        var mustBeAsked =
            request.PromptLogin
            || (
                request.MaxAgeSeconds is { } maxAge
                && (maxAge == 0 || session.AuthTime.AddSeconds(maxAge) < clock.GetUtcNow())
            );
        return !mustBeAsked || (marker is not null && Read(marker) is { } sentAt && session.AuthTime >= sentAt);
    }

    private DateTimeOffset? Read(string marker)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(protector.Unprotect(marker), CultureInfo.InvariantCulture)
            );
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
