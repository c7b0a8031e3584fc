using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Loyalty.Domain.Members;

/// <summary>An address that mail can plausibly be sent to. The check is pragmatic: it keeps out what cannot be one (RFC 5321
/// lengths, a domain with a dot) and leaves the rest to the verification mail.</summary>
public readonly record struct EmailAddress
{
    public const int LengthMax = 254;
    private const int LocalLengthMax = 64;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value, string normalized)
    {
        Value = value;
        Normalized = normalized;
    }

    /// <summary>As it was given.</summary>
    public string Value { get; }

    /// <summary>By which two addresses are the same: lower case, and the domain in its ASCII form (RFC 5891).</summary>
    public string Normalized { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress email)
    {
        email = default;
        if (text is not { Length: > 2 and <= LengthMax } || text.LastIndexOf('@') is not (> 0 and var at))
        {
            return false;
        }

        var local = text[..at];
        if (local.Length > LocalLengthMax || !IsLocal(local) || AsciiDomain(text[(at + 1)..]) is not { } domain)
        {
            return false;
        }

        var normalized = $"{local.ToLowerInvariant()}@{domain}";
        if (normalized.Length > LengthMax)
        {
            return false;
        }

        email = new EmailAddress(text, normalized);
        return true;
    }

    public override string ToString() => Value;

    private static bool IsLocal(string local) =>
        local[0] != '.'
        && local[^1] != '.'
        && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c =>
            char.IsAscii(c)
                ? char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c)
                : char.IsLetterOrDigit(c)
        );

    private static string? AsciiDomain(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain).ToLowerInvariant();
            var labels = ascii.Split('.');
            return labels.Length > 1 && labels.All(label => label.Length > 0) && !labels[^1].All(char.IsAsciiDigit)
                ? ascii
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
