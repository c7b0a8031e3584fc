using System.Globalization;
using System.Text.RegularExpressions;

namespace Loyalty.Identity.Clients;

/// <summary>Comparison of redirect addresses: exact, save for the port of loopback addresses (OAuth 2.1, section 2.3.1; RFC 8252).</summary>
internal static partial class RedirectUri
{
    // On the text and not on a parsed address, so that no normalisation can make two different addresses equal.
    [GeneratedRegex(
        @"^http://(?<host>127\.0\.0\.1|\[::1\]|localhost)(:(?<port>[1-9][0-9]{0,4}))?(?<rest>(/[^#\\@\s]*)?)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Loopback();

    public static bool IsRegistered(Client client, string uri) =>
        client.RedirectUris.Contains(uri, StringComparer.Ordinal)
        || (client.AllowLoopbackPort && client.RedirectUris.Exists(registered => SameButForThePort(registered, uri)));

    /// <summary>Null when the address may be registered, else what is wrong with it.</summary>
    public static string? Problem(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || uri.Any(c => c is <= ' ' or > '~' or '\\' or '*'))
        {
            return "must be an absolute address of plain characters, without patterns";
        }
        if (uri.Contains('#', StringComparison.Ordinal) || parsed.UserInfo.Length > 0)
        {
            return "must have neither fragment nor user information";
        }
        return parsed.Scheme switch
        {
            "https" => null,
            "http" => parsed.IsLoopback ? null : "must be https unless it is a loopback address",
            "javascript" or "data" or "file" or "vbscript" or "blob" or "about" =>
                "must not be a scheme that browsers run",
            _ => parsed.Scheme.Contains('.', StringComparison.Ordinal)
                ? null
                : "must use a scheme made from a domain name (RFC 8252, section 7.1)",
        };
    }

    /// <summary>What a content security policy calls the place: an origin, or only the scheme for those of apps.</summary>
    public static string Source(string uri)
    {
        var parsed = new Uri(uri);
        return parsed.Scheme is "http" or "https" ? parsed.GetLeftPart(UriPartial.Authority) : parsed.Scheme + ":";
    }

    private static bool SameButForThePort(string registered, string uri)
    {
        var (a, b) = (Loopback().Match(registered), Loopback().Match(uri));
        return a.Success
            && b.Success
            && a.Groups["host"].ValueSpan.SequenceEqual(b.Groups["host"].ValueSpan)
            && a.Groups["rest"].ValueSpan.SequenceEqual(b.Groups["rest"].ValueSpan)
            && (
                !b.Groups["port"].Success
                || int.Parse(b.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) <= 65535
            );
    }
}
