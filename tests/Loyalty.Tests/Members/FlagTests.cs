using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

/// <summary>What a member's behaviour says stands on the record, and is told as it begins and ends.</summary>
public abstract class FlagTests(DatabaseProvider provider) : TurnedClubTests(provider)
{
    protected override Task PrepareAsync() => Club.GivenListenerAsync();

    [Fact]
    public async Task Silence_grows_with_the_days_and_ends_with_a_visit_each_told_once()
    {
        var member = await Club.EnrolMemberAsync();
        await GivenAsync(member, "purchase", Clock.Now.AddDays(-1));
        await RunAsync();
        (await StandingAsync(member)).ShouldBeEmpty();

        // The purchase was at noon, and the day is looked at as of its beginning.
        Clock.Now = Clock.Now.AddMonths(6).AddDays(-1);
        await RunAsync();
        (await StandingAsync(member)).ShouldBeEmpty();
        Clock.Now = Clock.Now.AddDays(1);
        (await RunAsync()).ShouldNotBeNull().Began.ShouldBe(1);
        (await RunAsync()).ShouldBeNull("the day is done");
        (await StandingAsync(member)).ShouldBe([("noActivityFor6Months", "2026-12-01", null)]);

        Clock.Now = Clock.Now.AddMonths(6);
        await RunAsync();
        await GivenAsync(member, "serviceVisit", Clock.Now.AddHours(-1));
        Clock.Now = Clock.Now.AddDays(1);
        await RunAsync();

        (await StandingAsync(member)).ShouldBeEmpty();
        (await HistoryAsync(member)).ShouldBe([
            ("noActivityFor12Months", "2027-06-01", "2027-06-02"),
            ("noActivityFor6Months", "2026-12-01", "2027-06-01"),
        ]);
        (await ToldAsync(member)).ShouldBe(
            [
                "noActivityFor6Months began",
                "noActivityFor6Months ended",
                "noActivityFor12Months began",
                "noActivityFor12Months ended",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task What_stands_is_what_the_behaviour_of_that_instant_says_whoever_looks_at_once()
    {
        var random = new Random(20261123);
        var members = new List<Enrolled>();
        for (var i = 0; i < 12; i++)
        {
            members.Add(await Club.EnrolMemberAsync());
        }

        await Club.WithContextAsync(context =>
        {
            context.Interactions.AddRange(members.SelectMany(one => Lived(random, one)));
            return context.SaveChangesAsync();
        });
        var began = 0L;
        for (var day = 0; day < 3; day++)
        {
            Clock.Now = Clock.Now.AddDays(97);
            var at = new DateTimeOffset(Clock.Now.Date, TimeSpan.Zero);
            // Past the lease, which would keep all but one of them waiting.
            var flag = Club.Services.GetRequiredService<FlagBehaviour>();
            var pages = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(_ => Task.Run(() => flag.FlagPageAsync(default, at, CancellationToken.None)))
            );
            began += pages.Sum(page => page!.Began);
            (await RunAsync()).ShouldNotBeNull().ShouldBe(new FlagReport(DateOnly.FromDateTime(at.Date), 12, 0, 0));

            using var staff = Club.Staff("auditor");
            foreach (var member in members)
            {
                var asOf = Uri.EscapeDataString(at.ToString("O", CultureInfo.InvariantCulture));
                var behaviour = await staff.GetJsonAsync($"{member.Url}/behaviour?asOf={asOf}");
                (await StandingAsync(member))
                    .Select(one => one.Flag)
                    .ShouldBe(behaviour["flags"]!.AsArray().Select(one => one!.ToString()), ignoreOrder: true);
            }
        }

        began.ShouldBeGreaterThan(12);
        var told = await Club.ToldAsync(ClubEventType.MemberBehaviourChanged);
        told.Count(one => (string)one["change"]! == "began").ShouldBe((int)began);
        var rows = await Club.WithContextAsync(context => context.MemberFlags.AsNoTracking().ToListAsync());
        rows.Count.ShouldBe((int)began);
        rows.Count(row => row.Until is not null).ShouldBe(told.Count(one => (string)one["change"]! == "ended"));
    }

    [Fact]
    public async Task A_run_goes_on_where_another_stopped_unless_it_was_of_another_day()
    {
        var first = await Club.EnrolMemberAsync();
        // Ids sort by the instant of their making.
        Clock.Now = Clock.Now.AddSeconds(1);
        var second = await Club.EnrolMemberAsync();
        foreach (var member in new[] { first, second })
        {
            await GivenAsync(member, "purchase", Clock.Now.AddMonths(-7));
        }

        await Club.WithContextAsync(context =>
        {
            context.Jobs.Add(
                new Job
                {
                    Name = FlagBehaviour.JobName,
                    Cursor = first.Id,
                    StartedAt = Clock.Now.AddHours(-1),
                    Processed = 1,
                }
            );
            return context.SaveChangesAsync();
        });
        (await RunAsync()).ShouldNotBeNull().Members.ShouldBe(1);
        (await StandingAsync(first)).ShouldBeEmpty();
        (await StandingAsync(second)).Count.ShouldBe(1);

        Clock.Now = Clock.Now.AddDays(1);
        await Club.WithContextAsync(context =>
            context.Jobs.ExecuteUpdateAsync(row => row.SetProperty(job => job.Cursor, second.Id))
        );
        (await RunAsync()).ShouldNotBeNull().Members.ShouldBe(2);
        (await StandingAsync(first)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task They_end_with_the_account_and_go_with_the_person()
    {
        var (merged, survivor) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        var closed = await Club.EnrolMemberAsync();
        foreach (var member in new[] { merged, closed })
        {
            await GivenAsync(member, "purchase", Clock.Now.AddMonths(-7));
        }

        await RunAsync();
        using var staff = Club.Staff("manager");
        var merge = await (
            await staff.PostAsJsonAsync($"{survivor.Url}/merges", new { duplicate = merged.Id })
        ).ReadAsync(HttpStatusCode.Created);
        await (await staff.PostAsJsonAsync($"{closed.Url}/close", new { reason = "as asked" })).ReadAsync(
            HttpStatusCode.OK
        );

        foreach (var member in new[] { merged, closed })
        {
            (await StandingAsync(member)).ShouldBeEmpty();
            (await HistoryAsync(member)).ShouldBe([("noActivityFor6Months", "2026-06-01", "2026-06-01")]);
            (await ToldAsync(member)).Count().ShouldBe(2);
        }

        // Whoever comes back is looked at again.
        await (await staff.PostAsync($"/api/admin/v1/merges/{merge["id"]}/undo", null)).ReadAsync(HttpStatusCode.OK);
        Clock.Now = Clock.Now.AddDays(1);
        (await RunAsync()).ShouldNotBeNull().Began.ShouldBe(1);
        (await StandingAsync(merged)).ShouldBe([("noActivityFor6Months", "2026-06-02", null)]);

        using var manager = Club.Staff("manager");
        await (await manager.PostAsync($"{closed.Url}/erasure", null)).ReadAsync(HttpStatusCode.OK);
        (await HistoryAsync(closed)).ShouldBeEmpty();
        (await Club.DumpAsync())
            .Single(table => table.Key.EndsWith("member_flags", StringComparison.Ordinal))
            .Value.ReplaceLineEndings("\n")
            .Split('\n')
            .Length.ShouldBe(2);
    }

    [Fact]
    public async Task Members_are_found_by_a_flag_that_stands()
    {
        var prefix = Word();
        var quiet = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var member = await Club.EnrolMemberAsync(Person($"{prefix}{i}"));
            if (i != 2)
            {
                quiet.Add(member.Id);
                await GivenAsync(member, "purchase", Clock.Now.AddMonths(-7));
            }
        }

        await RunAsync();

        using var staff = Club.Staff("auditor");
        (await FoundAsync("flag=noActivityFor6Months")).ShouldBe(quiet.Order(StringComparer.Ordinal));
        (await FoundAsync($"flag=noActivityFor6Months&name={prefix}")).ShouldBe(quiet);
        (await FoundAsync($"flag=noActivityFor6Months&name={prefix}1")).ShouldBe([quiet[1]]);
        (await FoundAsync("flag=spendingDown")).ShouldBeEmpty();
        await (await staff.GetAsync($"{MembersPath}?flag=quiet")).ShouldBeRefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "invalid-request"
        );
        (await staff.GetAsync($"{MembersPath}/mbr_00000000000000000000000000/flags")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );

        async Task<IEnumerable<string>> FoundAsync(string query) =>
            (await staff.AllPagesAsync($"{MembersPath}?{query}", limit: 2)).Select(one => one["id"]!.ToString());
    }

    private Task<FlagReport?> RunAsync() =>
        Club.Services.GetRequiredService<FlagBehaviour>().ExecuteAsync(CancellationToken.None);

    private async Task GivenAsync(Enrolled member, string kind, DateTimeOffset occurredAt)
    {
        using var staff = Club.Staff("support");
        using var answer = await staff.PostAsJsonAsync(
            $"{member.Url}/interactions",
            new
            {
                kind,
                occurredAt,
                channel = "dealer",
                subject = "As noted",
            }
        );
        await answer.ReadAsync(HttpStatusCode.Created);
    }

    /// <summary>Two and a half years, without pattern.</summary>
    private IEnumerable<Interaction> Lived(Random random, Enrolled member)
    {
        var id = Identifier.TryParse<MemberId>(member.Id, out var parsed) ? parsed : default;
        var count = random.Next(0, 14);
        for (var i = 0; i < count; i++)
        {
            var at = Clock.Now.AddDays(random.Next(-900, 120)).AddMinutes(random.Next(-600, 600)).ToStoredInstant();
            yield return new Interaction
            {
                Id = Identifier.New<InteractionId>(at),
                MemberId = id,
                Kind = (InteractionKind)random.Next(0, 4),
                OccurredAt = at,
                Channel = InteractionChannel.Dealer,
                Subject = "As it came",
                Amount = random.Next(0, 3) == 0 ? null : random.Next(-20, 100),
                Currency = MoneyCurrency.Parse("CZK"),
                RecordedAt = at,
            };
        }
    }

    private async Task<List<(string Flag, string Since, string? Until)>> StandingAsync(Enrolled member)
    {
        using var staff = Club.Staff("auditor");
        return Read((await staff.GetJsonAsync(member.Url))["flags"]!);
    }

    private async Task<List<(string Flag, string Since, string? Until)>> HistoryAsync(Enrolled member)
    {
        using var staff = Club.Staff("auditor");
        return Read(await staff.GetJsonAsync($"{member.Url}/flags"));
    }

    private static List<(string Flag, string Since, string? Until)> Read(JsonNode flags) =>
        [
            .. flags
                .AsArray()
                .Select(one => ((string)one!["flag"]!, one["since"]!.ToString()[..10], one["until"]?.ToString()[..10])),
        ];

    private async Task<IEnumerable<string>> ToldAsync(Enrolled member) =>
        (await Club.ToldAsync(ClubEventType.MemberBehaviourChanged))
            .Where(one => (string)one["memberId"]! == member.Id)
            .Select(one => $"{one["flag"]} {one["change"]}");

    public sealed class OnSqlite() : FlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : FlagTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : FlagTests(DatabaseProvider.SqlServer);
}
