using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Api.GraphQL;

/// <summary>
/// GraphiQL at <c>/graphiql</c>, from files within this program. The page loads nothing from elsewhere and may send nothing
/// elsewhere; its content security policy sees to both.
/// </summary>
internal static class GraphiQLPage
{
    public const string Path = "/graphiql";

    private const string ResourcePrefix = "graphiql/";

    // Inline styles are the code editor's; nothing that members wrote is ever shown as markup.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, Asset> Assets = ReadAssets();

    private sealed record Asset(string ContentType, byte[] Bytes, bool IsBrotli, string ETag);

    public static void MapGraphiQL(this WebApplication app)
    {
        app.MapGet(Path, http => WriteAsync(http, "index.html")).ExcludeFromDescription();
        app.MapGet(Path + "/{name}", http => WriteAsync(http, (string)http.GetRouteValue("name")!))
            .ExcludeFromDescription();
    }

    private static async Task WriteAsync(HttpContext http, string name)
    {
        var response = http.Response;
        if (!Assets.TryGetValue(name, out var asset))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

#pragma warning disable S7039 // Styles alone may be inline: the code editor sets them.
        response.Headers.ContentSecurityPolicy = Policy;
#pragma warning restore S7039
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = asset.ETag;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (http.Request.Headers.IfNoneMatch == asset.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = asset.ContentType;
        if (!asset.IsBrotli)
        {
            await response.Body.WriteAsync(asset.Bytes, http.RequestAborted);
            return;
        }

        if (TakesBrotli(http.Request))
        {
            response.Headers.ContentEncoding = "br";
            await response.Body.WriteAsync(asset.Bytes, http.RequestAborted);
            return;
        }

        await using var plain = new BrotliStream(new MemoryStream(asset.Bytes), CompressionMode.Decompress);
        await plain.CopyToAsync(response.Body, http.RequestAborted);
    }

    private static bool TakesBrotli(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptEncoding.Any(encoding =>
                encoding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0
            );

    private static FrozenDictionary<string, Asset> ReadAssets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var assets = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var file = resource[ResourcePrefix.Length..];
            var isBrotli = file.EndsWith(".br", StringComparison.Ordinal);
            var name = isBrotli ? file[..^3] : file;
            var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"";
            assets.Add(name, new Asset(TypeOf(name), bytes, isBrotli, tag));
        }

        return assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string TypeOf(string name) =>
        System.IO.Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
}
