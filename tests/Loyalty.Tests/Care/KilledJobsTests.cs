using System.Globalization;
using System.Text.Json.Nodes;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Magazine;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points.Faults;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Care;

/// <summary>A node that is killed while it plans and makes contacts, and addresses and sends an issue: who comes after it
/// ends both, and nobody is contacted or written to twice.</summary>
public abstract class KilledJobsTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const int Members = 1_500;
    private const int Kills = 2;

    [Fact]
    public async Task Jobs_whose_node_is_killed_in_the_middle_contact_and_write_to_everybody_once()
    {
        var members = await Club.GivenMembersAsync(Members);
        await Club.GivenMailAddressesAsync(members);
        await Club.GivenListenerAsync();
        var issue = await GivenDueIssueAsync(members);
        await GivenFestivalAsync();
        using (var node = ApiNode.Begin(Club.Database, limits: "", "--Jobs:Run=true"))
        {
            for (var i = 1; i <= Kills; i++)
            {
                // Each copy and each contact takes two steps, and it goes on until it is dead.
                var wanted = i * Members * 5 / 4;
                await UntilAsync(wanted);
                node.Kill();
                (await StepsAsync()).ShouldBeLessThan(Members * 4, "killed too late");
                await EndLeasesAsync();
                node.BeginAgain();
            }

            await WaitFor.Async(StepsAsync, steps => steps == Members * 4);
            await WaitFor.Async(() => Club.StatusAsync(issue), status => status == "dispatched");
        }

        var expected = members.Select(member => member.ToString()).Order(StringComparer.Ordinal).ToList();
        (await Club.CopiesAsync(issue)).Select(copy => copy.MemberId).ShouldBe(members, ignoreOrder: true);
        (await MembersToldAsync(ClubEventType.MagazineMailDue)).ShouldBe(expected);
        (await MembersToldAsync(ClubEventType.CareDue)).ShouldBe(expected);
        (await Club.ToldAsync(ClubEventType.MagazineIssueDispatched)).Count.ShouldBe(1);
    }

    /// <summary>An issue whose copies are to be addressed and sent now.</summary>
    private async Task<Read> GivenDueIssueAsync(IReadOnlyList<MemberId> readers)
    {
        var now = TimeProvider.System.Instant();
        var publication = await Club.GivenPublicationAsync();
        await Club.GivenSubscribersAsync(publication, MagazineChannel.Email, readers);
        var issue = await Club.GivenIssueAsync(publication, MagazineActions.Issue(now.AddMinutes(1)));
        var id = MagazineActions.IssueIdOf(issue);
        await Club.WithContextAsync(context =>
            context
                .Issues.Where(one => one.Id == id)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(one => one.AddressFreezeAt, now).SetProperty(one => one.DispatchAt, now)
                )
        );
        return issue;
    }

    /// <summary>A festival for everybody today, at whatever time of the day.</summary>
    private async Task GivenFestivalAsync()
    {
        await Club.WithContextAsync(context =>
        {
            context.CareSettings.Add(new CareSettings { QuietFrom = default, QuietUntil = default });
            return context.SaveChangesAsync();
        });
        var zone = await Club.WithContextAsync(context =>
            context.Programmes.Select(programme => programme.TimeZone).SingleAsync()
        );
        var today = TimeProvider.System.GetUtcNow().DayIn(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var festival = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"festival":{"calendar":"solar","month":{{{today.Month}}},"day":{{{today.Day}}}},"purpose":"magazine"}"""
        );
        await Club.GivenCareRuleAsync(CareActions.Rule("festival", festival));
    }

    /// <summary>Copies and contacts that are there, and those of them that were sent.</summary>
    private Task<int> StepsAsync() =>
        Club.WithContextAsync(async context =>
            await context.MagazineCopies.CountAsync()
            + await context.MagazineCopies.CountAsync(copy => copy.Status == CopyStatus.Sent)
            + await context.CareEvents.CountAsync()
            + await context.CareEvents.CountAsync(contact => contact.Status == CareStatus.Sent)
        );

    /// <summary>Looks often: all of it takes a second or two.</summary>
    private async Task UntilAsync(int steps)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await StepsAsync() < steps)
        {
            await again.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>As a minute ends those of a process that died.</summary>
    private Task EndLeasesAsync() =>
        Club.WithContextAsync(context =>
            context.Jobs.ExecuteUpdateAsync(row => row.SetProperty(job => job.LeaseUntil, (DateTimeOffset?)null))
        );

    private async Task<List<string>> MembersToldAsync(string type) =>
        [.. (await Club.ToldAsync(type)).Select(Member).Order(StringComparer.Ordinal)];

    private static string Member(JsonNode data) => data["memberId"]!.ToString();

    public sealed class OnSqlite() : KilledJobsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : KilledJobsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : KilledJobsTests(DatabaseProvider.SqlServer);
}
