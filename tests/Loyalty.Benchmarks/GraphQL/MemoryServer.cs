using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Loyalty.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>The home screen in memory: by the library at <c>/graphql</c>, by hand at <c>/by-hand</c>.</summary>
public static class MemoryServer
{
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        AddSchema(builder.Services);
        var app = builder.Build();
        app.MapGraphQL();
        app.MapPost("/by-hand", WriteByHandAsync);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        return app.RunAsync();
    }

    public static void AddSchema(IServiceCollection services) =>
        services
            .AddGraphQLServer()
            .AddType(typeof(HomeQuery))
            .AddType(typeof(HomeMemberType))
            .AddType(typeof(HomeWalletType))
            .AddType(typeof(HomeEntryType));

    /// <summary>What a programmer would write who had only this one screen to serve: no query, no types, no errors.</summary>
    private static async Task WriteByHandAsync(HttpContext http)
    {
        int count;
        using (var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted))
            count = body.RootElement.GetProperty("variables").GetProperty("entries").GetInt32();
        http.Response.ContentType = "application/json; charset=utf-8";
        Write(http.Response.BodyWriter, HomeScreenData.Member, count);
        await http.Response.BodyWriter.FlushAsync();
    }

    private static void Write(IBufferWriter<byte> output, HomeMember member, int count)
    {
        using var json = new Utf8JsonWriter(
            output,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WriteStartObject("me"u8);
        json.WriteString("id"u8, member.Id);
        json.WriteString("name"u8, member.Name);
        json.WriteStartObject("card"u8);
        json.WriteString("number"u8, member.Card!.Number);
        json.WriteString("printedNumber"u8, member.Card.PrintedNumber);
        json.WriteString("status"u8, member.Card.Status == CardStatus.Active ? "ACTIVE"u8 : "BLOCKED"u8);
        json.WriteEndObject();
        json.WriteStartObject("tier"u8);
        json.WriteString("code"u8, member.Tier!.Code);
        json.WriteString("name"u8, member.Tier.Name);
        json.WriteString("reachedOn"u8, Day(member.Tier.ReachedOn));
        json.WriteString("nextCode"u8, member.Tier.NextCode);
        json.WriteNumber("pointsToNext"u8, member.Tier.PointsToNext!.Value);
        json.WriteEndObject();
        json.WriteStartArray("wallets"u8);
        foreach (var wallet in member.Wallets)
            WriteWallet(json, wallet, count);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWallet(Utf8JsonWriter json, HomeWallet wallet, int count)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, wallet.Id);
        json.WriteStartObject("currency"u8);
        json.WriteString("code"u8, wallet.Currency.Code);
        json.WriteString("name"u8, wallet.Currency.Name);
        json.WriteEndObject();
        json.WriteNumber("balance"u8, wallet.Balance);
        json.WriteNumber("available"u8, wallet.Available);
        json.WriteNumber("pending"u8, wallet.Pending);
        json.WriteStartArray("lapsing"u8);
        foreach (var lapsing in wallet.Lapsing)
        {
            json.WriteStartObject();
            json.WriteString("day"u8, Day(lapsing.Day));
            json.WriteNumber("points"u8, lapsing.Points);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("entries"u8);
        json.WriteStartArray("nodes"u8);
        var shown = Math.Min(count, wallet.Entries.Count);
        for (var i = 0; i < shown; i++)
            WriteEntry(json, wallet.Entries[i]);
        json.WriteEndArray();
        json.WriteStartObject("pageInfo"u8);
        json.WriteBoolean("hasNextPage"u8, wallet.Entries.Count > shown);
        json.WriteString("endCursor"u8, shown == 0 ? null : wallet.Entries[shown - 1].Cursor);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, HomeEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, entry.Id);
        json.WriteString("kind"u8, entry.Kind == EntryKind.Accrual ? "ACCRUAL"u8 : "REDEMPTION"u8);
        json.WriteNumber("points"u8, entry.Points);
        json.WriteNumber("balanceAfter"u8, entry.BalanceAfter);
        Span<char> instant = stackalloc char[24];
        entry.OccurredAt.TryFormat(instant, out _, InstantFormat, CultureInfo.InvariantCulture);
        json.WriteString("occurredAt"u8, instant);
        if (entry.Partner is null)
            json.WriteNull("partner"u8);
        else
        {
            json.WriteStartObject("partner"u8);
            json.WriteString("name"u8, entry.Partner.Name);
            json.WriteEndObject();
        }
        json.WriteString("summary"u8, entry.Summary);
        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

[QueryType]
public static class HomeQuery
{
    public static HomeMember? GetMe() => HomeScreenData.Member;
}

[ObjectType<HomeMember>]
[GraphQLName("Member")]
public static class HomeMemberType;

[ObjectType<HomeWallet>]
[GraphQLName("Wallet")]
public static class HomeWalletType
{
    public static HomeEntries GetEntries([Parent] HomeWallet wallet, int first)
    {
        var nodes = new HomeEntry[Math.Min(first, wallet.Entries.Count)];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = wallet.Entries[i];
        var page = new HomePage(wallet.Entries.Count > first, nodes.Length == 0 ? null : nodes[^1].Cursor);
        return new HomeEntries(nodes, page);
    }
}

[ObjectType<HomeEntry>]
[GraphQLName("Entry")]
public static class HomeEntryType;
