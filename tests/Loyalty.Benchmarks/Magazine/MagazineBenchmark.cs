using System.Diagnostics;
using Loyalty.Application.Events;
using Loyalty.Application.Magazine;
using Loyalty.Application.Rewards;
using Loyalty.Benchmarks.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Loyalty.Benchmarks.Magazine;

/// <summary>
/// An issue of a magazine on PostgreSQL, step by step: 200,000 members are subscribed by the club, half of them by post and half by mail,
/// their copies are written at the address freeze and sent at the dispatch, and the labels are read for the printer. The yardstick is one
/// <c>INSERT … SELECT</c> of the copies. <c>--small</c> takes a tenth of the members.
/// </summary>
public static class MagazineBenchmark
{
    private const double MemoryMax = 400; // MB

    private static readonly DateTimeOffset Begin = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        if (options.Any(option => option is not "--small"))
            throw new ArgumentException("The option is --small.", nameof(options));
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        var members = options.Contains("--small") ? 20_000 : 200_000;
        var figures = new Figures();
        await using var server = await PostgreSqlServer.StartAsync(
            new PostgreSqlOptions(Durable: true, MaxConnections: 100, ["shared_buffers=2GB", "max_wal_size=8GB"])
        );
        var club = await LoadedClub.CreateAsync(
            "PostgreSql",
            await server.CreateDatabaseAsync(),
            members,
            entriesPerWallet: 1
        );
        await AddReadersAsync(club.ConnectionString);
        var clock = new SteppedClock(Begin);
        await using var app = IdleHost.Build(club.ConnectionString, clock);
        ProcessUse.CountMemoryAnew();
        await RunAsync(app.Services, club, clock, figures);
        figures.AtMost("memory at the most", ProcessUse.Memory(Environment.ProcessId).Peak, "MB", MemoryMax);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    private static async Task RunAsync(IServiceProvider services, LoadedClub club, SteppedClock clock, Figures figures)
    {
        await using var scope = services.CreateAsyncScope();
        var issue = await PlanAsync(scope.ServiceProvider);
        await StepAsync("subscribed", club.Members, () => services.Of<EnrolEntitled>().ExecuteAsync(default));
        clock.Now = issue.AddressFreezeAt;
        await StepAsync(
            "copies written",
            club.Members,
            () => services.Of<AddressIssues>().ExecuteAsync(default),
            CopiedAsync
        );
        clock.Now = issue.DispatchAt;
        await StepAsync("copies sent", club.Members, () => services.Of<DispatchIssues>().ExecuteAsync(default));
        await StepAsync("labels read", club.Members / 2, () => LabelsAsync(services, issue.Id));

        async Task StepAsync(
            string name,
            int expected,
            Func<Task<int>> step,
            Func<LoadedClub, Task<double>>? yardstick = null
        )
        {
            var watch = Stopwatch.StartNew();
            var done = await step();
            if (done != expected)
                throw new InvalidOperationException($"{name}: {done}, where {expected} were due.");
            var perSecond = done / watch.Elapsed.TotalSeconds;
            if (yardstick is null)
                figures.Add(name, perSecond, "a second");
            else
                figures.Add(name, perSecond, "a second", "INSERT … SELECT of them", await yardstick(club));
        }
    }

    private static async Task<Issue> PlanAsync(IServiceProvider services)
    {
        _ = (
            await services
                .GetRequiredService<SubscribeToEvents>()
                .ExecuteAsync(
                    new EventSubscriptionRequest(
                        "https://mail.example.org/events",
                        null,
                        [ClubEventType.MagazineMailDue],
                        null
                    ),
                    default
                )
        ).Value;
        var change = services.GetRequiredService<ChangePublication>();
        RewardTextDocument[] texts = [new("en", "The road", "Four times a year")];
        var publication = (
            await change.CreateAsync(
                new PublicationDocument(
                    texts,
                    ["en"],
                    [MagazineChannel.Post, MagazineChannel.Email],
                    EnrolsEntitled: true,
                    PostedIn: "CZ",
                    Mails:
                    [
                        new MailTemplateDocument("en", "{title}", "Dear {name}, you have {points} points. {offers}"),
                    ]
                ),
                default
            )
        ).Value;
        _ = (await change.PublishAsync(publication.Id, publication.Version, default)).Value;
        var document = new IssueDocument(texts, Begin.AddHours(1), Begin.AddHours(2), Begin.AddHours(3));
        return (
            await services.GetRequiredService<ChangeIssue>().PlanAsync(publication.Id, number: null, document, default)
        ).Value;
    }

    private static async Task<int> LabelsAsync(IServiceProvider services, IssueId issue)
    {
        var labels = 0;
        await foreach (var _ in services.Of<FindLabels>().ReadAsync(issue, bundleSize: 50, default))
            labels++;
        return labels;
    }

    /// <summary>Addresses, and consents to post for one half and to mail for the other.</summary>
    private static async Task AddReadersAsync(string connectionString)
    {
        string[] statements =
        [
            "CREATE TEMP TABLE numbered AS SELECT id, row_number() OVER (ORDER BY id) AS n FROM members",
            """
                UPDATE members SET address_addressee = '', address_street = 'Vodní ' || n, address_city = 'Brno', address_country = 'CZ',
                    address_postal_code = lpad((n % 90000 + 10000)::text, 5, '0')
                FROM numbered WHERE numbered.id = members.id
                """,
            """
                INSERT INTO contact_points (id, member_id, kind, value, normalized_value, is_primary, added_at)
                SELECT gen_random_uuid(), id, 'Email', 'm' || n || '@example.org', 'm' || n || '@example.org', true, now()
                FROM numbered
                """,
            """
                INSERT INTO consents (member_id, purpose, channel, granted, decided_at, source)
                SELECT id, 'Magazine', CASE n % 2 WHEN 0 THEN 'Post' ELSE 'Email' END, true, timestamptz '2020-01-01', 'import' FROM numbered
                """,
            "ANALYZE",
        ];
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 1_800 };
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>What the database takes for the rows alone.</summary>
    private static async Task<double> CopiedAsync(LoadedClub club)
    {
        await using var source = NpgsqlDataSource.Create(club.ConnectionString);
        await using var copy = source.CreateCommand(
            "CREATE TABLE yardstick (LIKE magazine_copies INCLUDING ALL); INSERT INTO yardstick SELECT * FROM magazine_copies"
        );
        copy.CommandTimeout = 1_800;
        var watch = Stopwatch.StartNew();
        await copy.ExecuteNonQueryAsync();
        return club.Members / watch.Elapsed.TotalSeconds;
    }

    private static T Of<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
