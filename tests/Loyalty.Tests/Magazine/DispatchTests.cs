using System.Net;
using Loyalty.Application.Magazine;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Events;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>From the address freeze to the dispatch: one copy each or one reason why not, labels, mails, and no second one whoever
/// dies.</summary>
public abstract class DispatchTests(DatabaseProvider provider) : MagazineClubTests(provider)
{
    private const string Berlin =
        """{"address":{"street":["Invalidenstr. 7"],"postalCode":"10115","city":"Berlin","country":"DE"}}""";

    [Fact]
    public async Task Each_subscriber_gets_one_copy_or_one_reason_and_labels_are_sorted_and_bundled()
    {
        var publication = await Club.GivenPublicationAsync(Publication("""{"bundleSize":2}"""));
        var issue = await GivenIssueAsync(publication, days: 10, dispatchDays: 20);
        MemberId[] readers =
        [
            await Club.GivenReaderAsync(Berlin),
            await Club.GivenReaderAsync(),
            await Club.GivenReaderAsync(),
            await Club.GivenReaderAsync(),
        ];
        var noAddress = await Club.GivenReaderAsync("""{"address":null}""");
        var noConsent = await Club.GivenMemberAsync();
        var suspended = await Club.GivenReaderAsync();
        var paused = await Club.GivenReaderAsync();
        foreach (var member in (MemberId[])[.. readers, noAddress, noConsent, suspended])
        {
            await Club.GivenSubscriptionAsync(publication, member);
        }

        using (var staff = Club.Staff("manager"))
        {
            await staff.StepAsync(await Club.GivenSubscriptionAsync(publication, paused), "pause");
            await Club.SetStatusAsync(suspended, MemberStatus.Suspended);
            (await RunAsync()).ShouldBe(0);
            using var early = await staff.GetAsync($"{issue.Path}/labels.csv");
            await early.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "issue-not-addressed");
        }

        Clock.Now = Clock.Now.AddDays(10);
        await RunAsync();
        await RunAsync();

        (await Club.StatusAsync(issue)).ShouldBe("addressed");
        (await Club.CopiesAsync(issue))
            .Where(copy => copy.Status == CopyStatus.Skipped)
            .Select(copy => (copy.MemberId, copy.Obstacle!.Value))
            .ShouldBe(
                [
                    (noAddress, CopyObstacle.NoAddress),
                    (noConsent, CopyObstacle.Consent),
                    (suspended, CopyObstacle.AccountStatus),
                ],
                ignoreOrder: true
            );
        var lines = (await Club.LabelsAsync(issue, "csv")).TrimEnd('\n').Split('\n');
        lines[0].ShouldStartWith("bundle,place,copy,country,postalCode,language,line1");
        lines
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => (cells[0], cells[1], cells[3], cells[4]))
            .ShouldBe([
                ("1", "1", "CZ", "11000"),
                ("1", "2", "CZ", "11000"),
                ("2", "1", "CZ", "11000"),
                ("3", "1", "DE", "10115"),
            ]);
        lines[^1].ShouldContain("Invalidenstr. 7,10115 Berlin,GERMANY");
        var blocks = await Club.LabelsAsync(issue, "txt");
        blocks.ShouldStartWith("=== 1 CZ ===\n\n");
        blocks.ShouldContain($"GERMANY\n{CopyOf(issue, await Club.CopiesAsync(issue), readers[0])}\n");
        using var auditor = Club.Staff("auditor");
        var progress = await auditor.GetJsonAsync($"{issue.Path}/progress");
        ((long)progress["addressing"]!["processed"]!, (long)progress["addressing"]!["total"]!).ShouldBe((7, 7));
        using var unseen = await auditor.GetAsync($"{issue.Path}/labels.csv");
        unseen.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_run_that_died_in_the_middle_is_ended_by_others_and_nobody_gets_a_second_copy()
    {
        await Club.GivenListenerAsync();
        var publication = await Club.GivenPublicationAsync();
        var issue = await GivenIssueAsync(publication, days: 1, dispatchDays: 2);
        var members = await Club.GivenMembersAsync(450);

        await Club.GivenMailAddressesAsync(members);
        await Club.GivenSubscribersAsync(publication, MagazineChannel.Email, members);
        await using var second = await Club.StartOnAsync(Club.Database, Clock);
        Clock.Now = Clock.Now.AddDays(1);
        await RunAsync();
        await DieWhileAddressingAsync(issue, lost: 130);

        await Task.WhenAll(RunAsync(), second.RunMagazineAsync(), RunAsync(), second.RunMagazineAsync());

        (await Club.StatusAsync(issue)).ShouldBe("addressed");
        var copies = await Club.CopiesAsync(issue);
        copies.Select(copy => copy.MemberId).ShouldBe(members, ignoreOrder: true);
        copies.ShouldAllBe(copy => copy.Status == CopyStatus.Ready);

        Clock.Now = Clock.Now.AddDays(1);
        await Task.WhenAll(RunAsync(), second.RunMagazineAsync(), RunAsync(), second.RunMagazineAsync());

        (await Club.StatusAsync(issue)).ShouldBe("dispatched");
        (await Club.CopiesAsync(issue)).ShouldAllBe(copy => copy.Status == CopyStatus.Sent);
        (await Club.ToldAsync(ClubEventType.MagazineMailDue))
            .ConvertAll(data => data["memberId"]!.ToString())
            .ShouldBe(members.Select(member => member.ToString()), ignoreOrder: true);
        var told = (await Club.ToldAsync(ClubEventType.MagazineIssueDispatched)).ShouldHaveSingleItem();
        ((int)told["number"]!, (int)told["copies"]!).ShouldBe((1, 450));
    }

    [Fact]
    public async Task A_household_gets_as_many_printed_copies_as_the_publication_says()
    {
        var publication = await Club.GivenPublicationAsync(Publication("""{"copiesPerHousehold":1}"""));
        var issue = await GivenIssueAsync(publication, days: 1);
        var (anna, ben, cleo) = (
            await Club.GivenReaderAsync(),
            await Club.GivenReaderAsync(),
            await Club.GivenReaderAsync()
        );
        await Club.WithContextAsync(context =>
        {
            var household = Household.Found("Home", anna, "staff", Clock.Now);
            household.Admit(ben, 100, maySpend: false, "staff", Clock.Now).Refusal.ShouldBeNull();
            context.Households.Add(household);
            return context.SaveChangesAsync();
        });
        await Club.GivenSubscribersAsync(publication, MagazineChannel.Post, anna, ben, cleo);
        Clock.Now = Clock.Now.AddDays(1);

        await RunAsync();

        var copies = await Club.CopiesAsync(issue);
        copies.Count(copy => copy.Obstacle == CopyObstacle.HouseholdServed).ShouldBe(1);
        copies.Single(copy => copy.Obstacle == CopyObstacle.HouseholdServed).MemberId.ShouldBeOneOf(anna, ben);
        copies.Single(copy => copy.MemberId == cleo).Obstacle.ShouldBeNull();
    }

    [Fact]
    public async Task A_mail_names_the_member_the_points_and_the_issue()
    {
        var publication = await Club.GivenPublicationAsync();
        var issue = await GivenIssueAsync(publication, days: 1);
        var app = await Club.GivenSignedInMemberAsync(Reader());
        await Club.GivePointsAsync(app.Member, 120);
        await Club.GivenSubscriptionAsync(publication, app.Member, """{"channel":"email"}""");
        Clock.Now = Clock.Now.AddDays(1);
        await RunAsync();
        using var staff = Club.Staff("support");

        var mail = (await staff.AllPagesAsync($"{issue.Path}/mails", 1)).ShouldHaveSingleItem();

        mail["subject"]!.ToString().ShouldBe("Spring is here");
        mail["to"]!.ToString().ShouldEndWith("@example.org");
        mail["text"]!.ToString().ShouldContain("Dear Anna ");
        mail["text"]!.ToString().ShouldEndWith("\nhttps://magazine.example/spring\n120 ");
    }

    [Fact]
    public async Task A_paid_subscription_ends_after_its_last_issue_and_a_pause_puts_that_off()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication("""{"price":{"currency":"POINTS","points":10,"issues":2}}""")
        );
        foreach (var days in (int[])[1, 2, 3])
        {
            await GivenIssueAsync(publication, days);
        }

        var (steady, pausing) = (
            await Club.GivenMemberWithPointsAsync(100),
            await Club.GivenMemberWithPointsAsync(100)
        );
        var all = await Club.GivenSubscriptionAsync(publication, steady, """{"channel":"app"}""");
        var later = await Club.GivenSubscriptionAsync(publication, pausing, """{"channel":"app"}""");
        using (var staff = Club.Staff("support"))
        {
            later = await staff.StepAsync(later, "pause");
        }

        await NextDayAsync();
        using (var staff = Club.Staff("support"))
        {
            later = await staff.StepAsync(later, "resume");
        }

        ((int)later.Json["untilIssue"]!).ShouldBe(3);
        await NextDayAsync();
        ((await Club.StatusAsync(all)), (await Club.StatusAsync(later))).ShouldBe(("ended", "active"));
        await NextDayAsync();
        (await Club.StatusAsync(later)).ShouldBe("ended");
        (
            await Club.WithContextAsync(context => context.MagazineCopies.CountAsync(copy => copy.MemberId == pausing))
        ).ShouldBe(2);

        async Task NextDayAsync()
        {
            Clock.Now = Clock.Now.AddDays(1);
            await RunAsync();
            await RunAsync();
        }
    }

    /// <summary>As a process leaves it that died after it wrote copies and before it noted them: the cursor stands after the first page, of
    /// the later copies some are there.</summary>
    private Task DieWhileAddressingAsync(Read issue, int lost) =>
        Club.WithContextAsync(async context =>
        {
            var id = IssueIdOf(issue);
            var subscriptions = await context
                .MagazineSubscriptions.OrderBy(row => row.Id)
                .Select(row => row.Id)
                .ToListAsync();
            var gone = subscriptions.TakeLast(lost).ToArray();
            await context.MagazineCopies.Where(copy => gone.Contains(copy.SubscriptionId)).ExecuteDeleteAsync();
            await context
                .Issues.Where(one => one.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, IssueStatus.Addressing));
            var cursor = subscriptions[199].ToString();
            var name = AddressIssues.JobPrefix + id;
            return await context
                .Jobs.Where(job => job.Name == name)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(job => job.Cursor, cursor)
                        .SetProperty(job => job.FinishedAt, (DateTimeOffset?)null)
                        .SetProperty(job => job.Processed, 200)
                );
        });

    private Task<Read> GivenIssueAsync(Read publication, int days, int? dispatchDays = null) =>
        Club.GivenIssueAsync(
            publication,
            Issue(Clock.Now.AddDays(days), Clock.Now.AddDays(dispatchDays ?? days), members: null)
        );

    private static CopyId CopyOf(Read issue, List<MagazineCopy> copies, MemberId member)
    {
        var copy = copies.Single(one => one.MemberId == member);
        copy.Id.ShouldBe(CopyId.Of(IssueIdOf(issue), copy.SubscriptionId));
        return copy.Id;
    }

    public sealed class OnSqlite() : DispatchTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : DispatchTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : DispatchTests(DatabaseProvider.SqlServer);
}
