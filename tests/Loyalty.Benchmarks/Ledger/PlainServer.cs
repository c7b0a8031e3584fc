using System.Globalization;
using System.Text.Json;
using Loyalty.Domain.Partners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>A yardstick: what ASP.NET Core alone does with a signed event. It checks the signature, parses the JSON, answers, and keeps
/// nothing.</summary>
public static class PlainServer
{
    public const string Path = "/events";

    public static async Task RunAsync(string port, byte[] key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.MapPost(Path, (RequestDelegate)(context => AnswerAsync(context, key)));
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context, byte[] key)
    {
        var body = new byte[WebhookSignature.HeadBytesMax + (int)context.Request.ContentLength!.Value];
        await context.Request.Body.ReadExactlyAsync(body.AsMemory(WebhookSignature.HeadBytesMax));
        var headers = context.Request.Headers;
        var start = WebhookSignature.WriteHead(
            body,
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString()
        );
        if (!WebhookSignature.Verify(key, body.AsSpan(start), headers["webhook-signature"].ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var json = JsonDocument.Parse(body.AsMemory(WebhookSignature.HeadBytesMax));
        var id = json.RootElement.GetProperty("id").GetString();
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                amount = json.RootElement.GetProperty("data").GetProperty("amount").GetProperty("amount").GetString(),
            }
        );
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        context.Response.Headers["X-Length"] = body.Length.ToString(CultureInfo.InvariantCulture);
        await context.Response.Body.WriteAsync(answer);
    }
}
