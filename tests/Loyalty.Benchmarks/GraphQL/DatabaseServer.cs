using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Loyalty.Api;
using Loyalty.Api.Authentication;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>
/// The product itself on a PostgreSQL database, and beside its GraphQL endpoint one written by hand for the home screen alone,
/// behind the same sign-in: five prepared statements in one round trip.
/// </summary>
public static class DatabaseServer
{
    public const string ByHand = "/by-hand";

    public static async Task RunAsync(string port, string connectionString, string authority)
    {
        await using var app = Build(port, connectionString, authority);
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 }
        );
        var ids = app.Services.GetRequiredService<INodeIdSerializer>();
        app.MapPost(ByHand, (HttpContext http) => WriteAsync(http, source, ids)).RequireAuthorization(Policies.Member);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        await app.RunAsync();
    }

    /// <summary>The host on a database, which has its schema and first rows afterwards.</summary>
    /// <param name="more">what else is to be done with the host's services.</param>
    public static async Task PrepareAsync(
        string connectionString,
        string authority,
        Func<IServiceProvider, Task>? more = null
    )
    {
        await using var app = Build("0", connectionString, authority);
        if (await LoyaltyHost.PrepareAsync(app) is { } refusal)
            throw new InvalidOperationException(refusal);
        if (more is not null)
        {
            await using var scope = app.Services.CreateAsyncScope();
            await more(scope.ServiceProvider);
        }
    }

    private static WebApplication Build(string port, string connectionString, string authority) =>
        LoyaltyHost.Build(
            [
                $"--urls=http://127.0.0.1:{port}",
                "--Database:Provider=PostgreSql",
                $"--Database:ConnectionString={connectionString}",
                "--Database:MigrateOnStart=true",
                $"--Authentication:Authority={authority}",
                // One client asks for thousands of members, and each more often than an app does.
                "--GraphQL:RateLimit:Enabled=false",
            ],
            builder => builder.Logging.ClearProviders()
        );

    private const string MemberOf = "(select member_id from member_sign_ins where issuer = $1 and subject = $2)";

    private static readonly string[] Statements =
    [
        $"select id, status, name_display from members where id = {MemberOf}",
        $"select number, status from cards where member_id = {MemberOf} order by issued_at",
        $"""
            select w.wallet_id, c.code, c.name, w.balance, w.arrears from wallets w
            join point_currencies c on c.code = w.currency where w.member_id = {MemberOf} order by c.code
            """,
        $"""
            select l.wallet_id, l.expires_on, l.activates_on, l.points from wallets w join lots l on l.wallet_id = w.wallet_id
            where w.member_id = {MemberOf} and l.points > 0 and l.expires_on >= current_date order by l.wallet_id, l.expires_on
            """,
        $"""
            select e.wallet_id, e.sequence, e.kind, e.points, e.balance_after, e.occurred_at, e.counter_account
            from wallets w cross join lateral (
                select * from entries e where e.wallet_id = w.wallet_id order by e.sequence desc limit $3
            ) e where w.member_id = {MemberOf} order by e.wallet_id, e.sequence desc
            """,
        "select id, name from partners",
    ];

    private static async Task WriteAsync(HttpContext http, NpgsqlDataSource source, INodeIdSerializer ids)
    {
        int count;
        using (var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted))
            count = body.RootElement.GetProperty("variables").GetProperty("entries").GetInt32();
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in Statements)
        {
            var command = new NpgsqlBatchCommand(statement);
            if (statement.Contains("$1", StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(http.User.FindFirstValue("iss")!);
                command.Parameters.AddWithValue(http.User.FindFirstValue("sub")!);
            }
            if (statement.Contains("$3", StringComparison.Ordinal))
                command.Parameters.AddWithValue(count + 1);
            batch.BatchCommands.Add(command);
        }
        await using var rows = await batch.ExecuteReaderAsync(http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        await new HomeScreenWriter(json, rows, ids, count).WriteAsync();
        await json.FlushAsync();
    }

    private sealed class HomeScreenWriter(Utf8JsonWriter json, NpgsqlDataReader rows, INodeIdSerializer ids, int count)
    {
        private sealed record WalletRow(Guid Id, string Code, string Name, long Balance, long Arrears);

        private sealed record LotRow(Guid Wallet, DateOnly Expires, DateOnly Activates, long Points);

        private sealed record EntryRow(
            Guid Wallet,
            long Sequence,
            Loyalty.Domain.Points.EntryKind Kind,
            long Points,
            long BalanceAfter,
            DateTime OccurredAt,
            string Account
        );

        public async Task WriteAsync()
        {
            json.WriteStartObject();
            json.WriteStartObject("data");
            json.WriteStartObject("me");
            foreach (var (id, status, name) in await ReadAsync(r => (r.GetGuid(0), r.GetString(1), r.GetString(2))))
            {
                json.WriteString("id", ids.Format("Member", new MemberId(id).ToString()));
                json.WriteString("status", status.ToUpperInvariant());
                json.WriteStartObject("person");
                json.WriteStartObject("name");
                json.WriteString("display", name);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteStartArray("cards");
            foreach (var (number, status) in await ReadAsync(r => (r.GetString(0), r.GetString(1))))
            {
                json.WriteStartObject();
                json.WriteString("number", number);
                json.WriteString("printedNumber", CardNumber.Parse(number).ToGroupedString());
                json.WriteString("status", status.ToUpperInvariant());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            var wallets = await ReadAsync(r => new WalletRow(
                r.GetGuid(0),
                r.GetString(1),
                r.GetString(2),
                r.GetInt64(3),
                r.GetInt64(4)
            ));
            var lots = await ReadAsync(r => new LotRow(
                r.GetGuid(0),
                r.GetFieldValue<DateOnly>(1),
                r.GetFieldValue<DateOnly>(2),
                r.GetInt64(3)
            ));
            var entries = await ReadAsync(r => new EntryRow(
                r.GetGuid(0),
                r.GetInt64(1),
                (Loyalty.Domain.Points.EntryKind)r.GetInt32(2),
                r.GetInt64(3),
                r.GetInt64(4),
                r.GetDateTime(5),
                r.GetString(6)
            ));
            var partners = (
                await ReadAsync(r => (new PartnerId(r.GetGuid(0)).ToString(), r.GetString(1)))
            ).ToDictionary();
            json.WriteStartArray("wallets");
            foreach (var wallet in wallets)
                Write(
                    wallet,
                    lots.FindAll(l => l.Wallet == wallet.Id),
                    entries.FindAll(e => e.Wallet == wallet.Id),
                    partners
                );
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void Write(
            WalletRow wallet,
            List<LotRow> lots,
            List<EntryRow> entries,
            Dictionary<string, string> partners
        )
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var available = lots.Where(lot => lot.Activates <= today).Sum(lot => lot.Points);
            var pending = lots.Where(lot => lot.Activates > today).Sum(lot => lot.Points);
            json.WriteStartObject();
            json.WriteString("id", ids.Format("Wallet", new WalletId(wallet.Id).ToString()));
            json.WriteStartObject("currency");
            json.WriteString("code", wallet.Code);
            json.WriteString("name", wallet.Name);
            json.WriteEndObject();
            json.WriteNumber("balance", available + pending - wallet.Arrears);
            json.WriteNumber("available", available);
            json.WriteNumber("pending", pending);
            json.WriteStartArray("lapsing");
            foreach (var day in lots.GroupBy(lot => lot.Expires))
            {
                json.WriteStartObject();
                json.WriteString("day", day.Key.ToString("O", CultureInfo.InvariantCulture));
                json.WriteNumber("points", day.Sum(lot => lot.Points));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("entries");
            json.WriteStartArray("nodes");
            foreach (var entry in entries.Take(count))
                Write(entry, partners);
            json.WriteEndArray();
            json.WriteStartObject("pageInfo");
            json.WriteBoolean("hasNextPage", entries.Count > count);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void Write(EntryRow entry, Dictionary<string, string> partners)
        {
            json.WriteStartObject();
            json.WriteString(
                "id",
                ids.Format("Entry", new EntryId(new WalletId(entry.Wallet), entry.Sequence).ToString())
            );
            json.WriteString(
                "kind",
                entry.Kind == Loyalty.Domain.Points.EntryKind.Accrual ? "ACCRUAL" : "ACCRUAL_REVERSAL"
            );
            json.WriteNumber("points", entry.Points);
            json.WriteNumber("balanceAfter", entry.BalanceAfter);
            json.WriteString(
                "occurredAt",
                entry.OccurredAt.ToString(MemoryServer.InstantFormat, CultureInfo.InvariantCulture)
            );
            json.WriteStartObject("partner");
            json.WriteString("name", partners[entry.Account]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private async Task<List<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> read)
        {
            var list = new List<T>();
            while (await rows.ReadAsync())
                list.Add(read(rows));
            await rows.NextResultAsync();
            return list;
        }
    }
}
