using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Loyalty.Domain.Partners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loyalty.Benchmarks.Events;

/// <summary>Another system that takes events: checks the signature, parses the JSON, and says how many different ones have come.</summary>
public static class EventConsumer
{
    public const string Path = "/events";
    public const string CountPath = "/count";

    public static async Task RunAsync(string port, byte[] key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        app.MapPost(Path, (RequestDelegate)(context => TakeAsync(context, key, seen)));
        app.MapGet(
            CountPath,
            (RequestDelegate)(context => context.Response.WriteAsync(seen.Count.ToString(CultureInfo.InvariantCulture)))
        );
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        await app.RunAsync();
    }

    private static async Task TakeAsync(HttpContext context, byte[] key, ConcurrentDictionary<string, bool> seen)
    {
        var body = new byte[WebhookSignature.HeadBytesMax + (int)context.Request.ContentLength!.Value];
        await context.Request.Body.ReadExactlyAsync(body.AsMemory(WebhookSignature.HeadBytesMax));
        var headers = context.Request.Headers;
        var id = headers["webhook-id"].ToString();
        var start = WebhookSignature.WriteHead(body, id, headers["webhook-timestamp"].ToString());
        if (!WebhookSignature.Verify(key, body.AsSpan(start), headers["webhook-signature"].ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var json = JsonDocument.Parse(body.AsMemory(WebhookSignature.HeadBytesMax));
        seen[json.RootElement.GetProperty("id").GetString()!] = true;
    }
}
