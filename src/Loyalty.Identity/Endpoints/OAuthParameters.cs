using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Loyalty.Identity.Endpoints;

/// <summary>
/// Parameters as RFC 6749, section 3.1 reads them: empty counts as absent, twice is an error, unknown ones are ignored. Values with
/// control characters or beyond <see cref="ValueLengthMax"/> are malformed: nothing legitimate has them, and not every database takes them.
/// </summary>
internal sealed class OAuthParameters
{
    public const int ValueLengthMax = 2048;
    private const int BodyBytesMax = 64 * 1024;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> malformed = new(StringComparer.Ordinal);

    private OAuthParameters(IEnumerable<KeyValuePair<string, StringValues>> source)
    {
        foreach (var (name, sent) in source)
        {
            if (sent is [{ Length: > 0 } value] && value.Length <= ValueLengthMax && IsSafe(value))
            {
                values[name] = value;
            }
            else if (sent.Count > 1 || !string.IsNullOrEmpty(sent.ToString()))
            {
                malformed.Add(name);
            }
        }
    }

    /// <summary>Null when absent or malformed.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    public bool IsMalformed(string name) => malformed.Contains(name);

    public bool AnyMalformed => malformed.Count > 0;

    public IEnumerable<KeyValuePair<string, string>> All => values;

    public static bool IsSafe(string value) => !value.Any(char.IsControl) && !HasLoneSurrogate(value);

    public static OAuthParameters FromQuery(HttpRequest request) => new(request.Query);

    /// <summary>Null when the body is not a readable form.</summary>
    public static async Task<OAuthParameters?> FromFormAsync(HttpRequest request, CancellationToken cancel)
    {
        if (await ReadFormAsync(request, cancel) is { } form)
        {
            return new OAuthParameters(form);
        }
        return null;
    }

    /// <summary>A form within limits, or null. What a caller sends must not become a fault of ours.</summary>
    public static async Task<IFormCollection?> ReadFormAsync(HttpRequest request, CancellationToken cancel)
    {
        var type = request.ContentType?.Split(';', 2)[0].Trim();
        if (!string.Equals(type, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyBytesMax;
        }
        try
        {
            var limits = new FormOptions
            {
                ValueCountLimit = 64,
                KeyLengthLimit = 200,
                ValueLengthLimit = BodyBytesMax,
                BufferBodyLengthLimit = BodyBytesMax,
            };
            var feature = new FormFeature(request, limits);
            // Antiforgery reads the same form again.
            request.HttpContext.Features.Set<IFormFeature>(feature);
            return await feature.ReadFormAsync(cancel);
        }
        catch (Exception e)
            when (e is InvalidDataException or BadHttpRequestException or ArgumentException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool HasLoneSurrogate(string value)
    {
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                return true;
            }
            rest = rest[length..];
        }
        return false;
    }
}
