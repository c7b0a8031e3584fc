using System.Diagnostics;
using Loyalty.Application.Care;
using Loyalty.Application.Events;
using Loyalty.Application.Rewards;
using Loyalty.Benchmarks.Ledger;
using Loyalty.Benchmarks.Load;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Loyalty.Benchmarks.Care;

/// <summary>
/// Planning and sending care on PostgreSQL. Without an option: one day of 1,000,000 members, beside the same rows written by one
/// statement of the database. With <c>--year</c>: 100,000 members through 400 days, a day a step, over a leap day, of whom some take
/// their consent back each day; the laws are asserted over all contacts. <c>--small</c> takes a fiftieth of the members.
/// </summary>
public static class CareBenchmark
{
    private const int YearDays = 400;
    private const double MemoryMax = 400; // MB

    private static readonly (string Name, CareRuleDocument Rule)[] Rules =
    [
        ("birthday", Rule(CareTrigger.Birthday)),
        ("warranty", Rule(CareTrigger.WarrantyEnding) with { Days = 30 }),
        ("service by mileage", Rule(CareTrigger.ServiceDue) with { Days = 14, Months = 24, Kilometres = 30_000 }),
        ("no activity", Rule(CareTrigger.NoActivity) with { Months = 12 }),
        ("points lapsing", Rule(CareTrigger.PointsLapsing) with { Days = 30, Currency = "POINTS" }),
        (
            "festival",
            Rule(CareTrigger.Festival) with
            {
                // The day after the first one: everybody is due.
                Festival = new CareFestivalDocument(
                    CareCalendar.Solar,
                    CareMembers.Begin.Month,
                    CareMembers.Begin.Day + 1
                ),
            }
        ),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        if (options.Any(option => option is not ("--small" or "--year")))
            throw new ArgumentException("The options are --small and --year.", nameof(options));
        if (PostgreSqlServer.WhyMissing is { } missing)
            throw new InvalidOperationException(missing);
        var isYear = options.Contains("--year");
        var members = (isYear ? 100_000 : 1_000_000) / (options.Contains("--small") ? 50 : 1);
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
        await CareMembers.AddAsync(club.ConnectionString);
        var clock = new SteppedClock(At(CareMembers.Begin));
        await using var app = IdleHost.Build(club.ConnectionString, clock);
        await PrepareAsync(app.Services);
        ProcessUse.CountMemoryAnew();
        if (isYear)
            await YearAsync(app.Services, club.ConnectionString, clock, members, figures);
        else
            await DayAsync(app.Services, club.ConnectionString, members, figures);
        figures.AtMost("memory at the most", ProcessUse.Memory(Environment.ProcessId).Peak, "MB", MemoryMax);
        return figures.Print(Console.Out) ? 0 : 1;
    }

    /// <summary>Each rule by itself, then all that they planned is sent.</summary>
    private static async Task DayAsync(IServiceProvider services, string connectionString, int members, Figures figures)
    {
        var (planning, all) = (TimeSpan.Zero, 0);
        foreach (var (name, rule) in Rules)
        {
            await PublishAsync(services, rule);
            var watch = Stopwatch.StartNew();
            var planned = await services.GetRequiredService<PlanCare>().ExecuteAsync(default);
            watch.Stop();
            figures.Add($"{name}: members looked at", members / watch.Elapsed.TotalSeconds, "members/s");
            figures.Add($"{name}: planned", planned, "contacts");
            (planning, all) = (planning + watch.Elapsed, all + planned);
        }

        var copied = await CopiedAsync(connectionString, all);
        figures.Add("contacts planned", all / planning.TotalSeconds, "contacts/s", "INSERT … SELECT of them", copied);
        var sending = Stopwatch.StartNew();
        var sent = await services.GetRequiredService<SendCare>().ExecuteAsync(default) ?? 0;
        figures.Add("contacts sent", sent / sending.Elapsed.TotalSeconds, "contacts/s");
        figures.Add("planning and sending the day", (planning + sending.Elapsed).TotalSeconds, "s");
    }

    private static async Task YearAsync(
        IServiceProvider services,
        string connectionString,
        SteppedClock clock,
        int members,
        Figures figures
    )
    {
        foreach (var (_, rule) in Rules)
            await PublishAsync(services, rule);
        await using var source = NpgsqlDataSource.Create(connectionString);
        var watch = Stopwatch.StartNew();
        var (planned, sent, closed) = (0, 0, 0);
        for (var day = 0; day < YearDays; day++)
        {
            clock.Now = At(CareMembers.Begin.AddDays(day));
            await CareMembers.WithdrawAsync(source, day, clock.Now);
            planned += await services.GetRequiredService<PlanCare>().ExecuteAsync(default);
            sent += await services.GetRequiredService<SendCare>().ExecuteAsync(default) ?? 0;
            closed += await services.GetRequiredService<CloseCare>().ExecuteAsync(default) ?? 0;
            if (day % 50 == 49)
                await Console.Error.WriteLineAsync($"Day {day + 1} of {YearDays}, after {watch.Elapsed:hh\\:mm\\:ss}.");
        }

        figures.Add(
            "members looked at by six rules",
            (double)members * YearDays / watch.Elapsed.TotalSeconds,
            "members/s"
        );
        figures.Add("contacts planned", planned, "contacts");
        figures.Add("contacts sent", sent, "contacts");
        figures.Add("contacts ended", closed, "contacts");
        figures.Add($"{YearDays} days", watch.Elapsed.TotalSeconds, "s");
        await CareLaws.AssertAsync(connectionString, CareMembers.Begin, CareMembers.Begin.AddDays(YearDays - 1));
    }

    /// <summary>What the database takes for the rows alone.</summary>
    private static async Task<double> CopiedAsync(string connectionString, int rows)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var copy = source.CreateCommand(
            "CREATE TABLE yardstick (LIKE care_events INCLUDING ALL); INSERT INTO yardstick SELECT * FROM care_events"
        );
        copy.CommandTimeout = 1_800;
        var watch = Stopwatch.StartNew();
        await copy.ExecuteNonQueryAsync();
        return rows / watch.Elapsed.TotalSeconds;
    }

    private static async Task PrepareAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        _ = (
            await scope
                .ServiceProvider.GetRequiredService<SubscribeToEvents>()
                .ExecuteAsync(
                    new EventSubscriptionRequest("https://mail.example.org/events", null, ["loyalty.care.due"], null),
                    default
                )
        ).Value;
    }

    private static async Task PublishAsync(IServiceProvider services, CareRuleDocument document)
    {
        await using var scope = services.CreateAsyncScope();
        var rule = (
            await scope.ServiceProvider.GetRequiredService<CreateCareRule>().ExecuteAsync(document, default)
        ).Value;
        _ = (
            await scope
                .ServiceProvider.GetRequiredService<PublishCareRule>()
                .ExecuteAsync(new PublishCareRuleRequest(rule.Id, rule.Version, "benchmark"), default)
        ).Value;
    }

    private static CareRuleDocument Rule(CareTrigger trigger) =>
        new(
            Name: trigger.ToString(),
            Trigger: trigger,
            Texts: [new RewardTextDocument("en", "For you", "Dear {name}")],
            Channels: [ConsentChannel.Email],
            Goal: CareGoal.Delivered
        );

    /// <summary>The programme's zone is UTC.</summary>
    private static DateTimeOffset At(DateOnly day) => new(day, new TimeOnly(10, 0), TimeSpan.Zero);
}
