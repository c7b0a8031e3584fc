using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Tests.Members;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loyalty.Tests.Events;

/// <summary>A consumer that measures how many calls about one member it has at once.</summary>
internal sealed class GaugedConsumer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);
    private readonly WebApplication application;
    private int atOnceMax;

    private GaugedConsumer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.Run(TakeAsync);
    }

    /// <summary>Of every call that was answered.</summary>
    public ConcurrentQueue<string> Ids { get; } = [];

    /// <summary>The most calls about one member that were open at a time.</summary>
    public int AtOnceMax => atOnceMax;

    public static async Task<GaugedConsumer> StartAsync()
    {
        var consumer = new GaugedConsumer();
        await consumer.application.StartAsync();
        return consumer;
    }

    /// <summary>Lets the subscription send here from now on.</summary>
    public async Task TakeOverAsync(TestSubscription subscription)
    {
        using var staff = subscription.Club.Staff();
        using var read = await staff.GetAsync(subscription.Url);
        using var changed = await staff.PutIfMatchAsync(
            subscription.Url,
            new JsonObject { ["url"] = $"{application.Urls.Single()}/events", ["concurrencyMax"] = 16 },
            read.Headers.ETag
        );
        changed.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var body = await context.Request.ReadFromJsonAsync<JsonNode>();
        var member = body!["subject"]!.ToString();
        var now = open.AddOrUpdate(member, 1, (_, count) => count + 1);
        int known;
        while (now > (known = Volatile.Read(ref atOnceMax)))
        {
            Interlocked.CompareExchange(ref atOnceMax, now, known);
        }

        // Others have their chance meanwhile.
        await Task.Yield();
        Ids.Enqueue(context.Request.Headers["webhook-id"].ToString());
        open.AddOrUpdate(member, 0, (_, count) => count - 1);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
