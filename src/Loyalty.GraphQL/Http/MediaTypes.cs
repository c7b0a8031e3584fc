using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Loyalty.GraphQL.Http;

/// <summary>The media types of GraphQL over HTTP.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string Response = "application/graphql-response+json; charset=utf-8";

    public const string EventStream = "text/event-stream";

    /// <summary>True when the client names event streams: a range that covers them does not count.</summary>
    public static bool AcceptsEventStream(StringValues accept)
    {
        // Parsing is for the few who do.
        if (!accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase))
            return false;
        return MediaTypeHeaderValue.TryParseList(accept, out var accepted)
            && accepted.Any(range =>
                range.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) && range.Quality is not <= 0
            );
    }

    /// <summary>The answer's type by the highest quality; JSON where the client has no preference.</summary>
    /// <returns>Null when the client takes neither.</returns>
    public static string? Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var accepted))
            return null;
        var json = QualityOf(accepted, "application/json");
        var response = QualityOf(accepted, "application/graphql-response+json");
        if (json.Quality <= 0 && response.Quality <= 0)
            return null;
        // Between equals a named type wins over a range, and the newer one over the older.
        return (response.Quality, response.Specificity).CompareTo((json.Quality, json.Specificity)) switch
        {
            > 0 => Response,
            < 0 => Json,
            _ => response.Specificity == 2 ? Response : Json,
        };
    }

    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed)
        && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (
            !parsed.Charset.HasValue
            || parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || parsed.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)
        );

    private static (double Quality, int Specificity) QualityOf(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var (quality, best) = (0.0, -1);
        foreach (var range in accepted)
        {
            var specificity =
                range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 2
                : range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase) ? 1
                : range.MediaType.Equals("*/*", StringComparison.Ordinal) ? 0
                : -1;
            if (specificity > best)
                (quality, best) = (range.Quality ?? 1.0, specificity);
        }
        return (quality, best);
    }
}
