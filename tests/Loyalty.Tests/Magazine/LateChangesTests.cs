using System.Net;
using System.Net.Http.Json;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Care;
using Loyalty.Tests.Events;
using Loyalty.Tests.Gatherings;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>What changes between the address freeze and the dispatch, and while copies leave.</summary>
public abstract class LateChangesTests(DatabaseProvider provider) : MagazineClubTests(provider)
{
    [Fact]
    public async Task An_issue_is_cancelled_or_sent_and_never_both()
    {
        var publication = await Club.GivenPublicationAsync();
        var issue = await GivenIssueAsync(publication);
        await Club.GivenSubscribersAsync(publication, MagazineChannel.App, await Club.GivenMembersAsync(1_000));
        await NextDayAsync();
        Clock.Now = Clock.Now.AddDays(1);

        var sending = Club.RunMagazineAsync();
        await WaitFor.Async(SentAsync, sent => sent > 0);
        using var staff = Club.Staff("manager");
        using var cancelled = await staff.SendAsync(
            HttpMethod.Post,
            $"{issue.Path}/cancel",
            (await Club.ReadAgainAsync(issue)).ETag
        );
        await sending;

        cancelled.StatusCode.ShouldBe(HttpStatusCode.Conflict, await cancelled.Content.ReadAsStringAsync());
        (await Club.StatusAsync(issue)).ShouldBe("dispatched");
        (await SentAsync()).ShouldBe(1_000);
    }

    [Fact]
    public async Task What_a_dead_process_began_to_send_can_be_changed_by_nobody_and_is_ended()
    {
        var publication = await Club.GivenPublicationAsync(
            Publication("""{"price":{"currency":"POINTS","points":10,"issues":2}}""")
        );
        var issue = await GivenIssueAsync(publication);
        var paid = await Club.GivenSubscriptionAsync(
            publication,
            await Club.GivenMemberWithPointsAsync(10),
            """{"channel":"app"}"""
        );
        await Club.GivenSubscribersAsync(publication, MagazineChannel.App, await Club.GivenMembersAsync(9));
        await NextDayAsync();
        await NextDayAsync();
        await Club.WithContextAsync(async context =>
        {
            var id = IssueIdOf(issue);
            var rest = await context.MagazineCopies.Select(copy => copy.Id).Take(5).ToListAsync();
            await context
                .MagazineCopies.Where(copy => rest.Contains(copy.Id))
                .ExecuteUpdateAsync(row => row.SetProperty(copy => copy.Status, CopyStatus.Ready));
            return await context
                .Issues.Where(one => one.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, IssueStatus.Dispatching));
        });
        var begun = await Club.ReadAgainAsync(issue);
        begun.Json["status"]!.ToString().ShouldBe("dispatching");
        (await Club.LabelsAsync(issue, "csv")).ShouldNotBeEmpty();
        using var staff = Club.Staff("manager");

        using (var cancelled = await staff.SendAsync(HttpMethod.Post, $"{issue.Path}/cancel", begun.ETag))
        {
            var problem = await cancelled.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "issue-calendar-fixed");
            problem["issueStatus"]!.ToString().ShouldBe("dispatching");
        }

        var later = Issue(Clock.Now.AddDays(-1), Clock.Now.AddDays(5));
        using (var moved = await staff.PutIfMatchAsync(issue.Path, later, begun.ETag))
        {
            await moved.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "issue-calendar-fixed");
        }

        ((int)(await Club.ReadAgainAsync(paid)).Json["untilIssue"]!).ShouldBe(2);
        await RunAsync();
        (await Club.StatusAsync(issue)).ShouldBe("dispatched");
        (await SentAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task Mails_go_to_those_who_may_be_written_to_when_they_leave_and_labels_stand()
    {
        await Club.GivenListenerAsync();
        var publication = await Club.GivenPublicationAsync();
        var issue = await GivenIssueAsync(publication);
        var members = new List<MemberId>();
        for (var i = 0; i < 6; i++)
        {
            members.Add(await Club.GivenReaderAsync());
        }

        var (stays, withdraws, closes, moves) = (members[0], members[1], members[2], members[3]);
        var (reads, printed) = (members[4], members[5]);
        foreach (var member in (MemberId[])[stays, withdraws, closes, moves])
        {
            await Club.GivenSubscriptionAsync(publication, member, """{"channel":"email"}""");
        }

        await Club.GivenSubscriptionAsync(publication, reads, """{"channel":"app"}""");
        await Club.GivenSubscriptionAsync(publication, printed, """{"channel":"post"}""");
        await NextDayAsync();
        (await Club.CopiesAsync(issue)).ShouldAllBe(copy => copy.Status == CopyStatus.Ready);

        await Club.ConsentAsync(withdraws, granted: false, "magazine");
        await Club.ConsentAsync(printed, granted: false, "magazine");
        await Club.EndAccountAsync(closes, "close");
        await Club.SetStatusAsync(reads, MemberStatus.Suspended);
        var corrected = MembersActions.Email();
        using (var staff = Club.Staff())
        {
            using var added = await staff.PostAsJsonAsync(
                $"{MembersActions.MembersPath}/{moves}/contact-points",
                new
                {
                    kind = "email",
                    value = corrected,
                    primary = true,
                }
            );
            await added.ReadAsync(HttpStatusCode.Created);
        }

        (await MailsAsync(issue)).Select(mail => mail.Member).ShouldBe([$"{stays}", $"{moves}"], ignoreOrder: true);
        await NextDayAsync();

        (await Club.CopiesAsync(issue))
            .Select(copy => (copy.MemberId, copy.Status, copy.Obstacle))
            .ShouldBe(
                [
                    (stays, CopyStatus.Sent, null),
                    (withdraws, CopyStatus.Skipped, CopyObstacle.Consent),
                    (closes, CopyStatus.Skipped, CopyObstacle.AccountStatus),
                    (moves, CopyStatus.Sent, null),
                    (reads, CopyStatus.Skipped, CopyObstacle.AccountStatus),
                    (printed, CopyStatus.Sent, null),
                ],
                ignoreOrder: true
            );
        (await Club.ToldAsync(ClubEventType.MagazineMailDue))
            .Select(data => data["memberId"]!.ToString())
            .ShouldBe([$"{stays}", $"{moves}"], ignoreOrder: true);
        var told = (await Club.ToldAsync(ClubEventType.MagazineIssueDispatched)).ShouldHaveSingleItem();
        ((int)told["copies"]!).ShouldBe(3);
        (await MailsAsync(issue)).ShouldContain(($"{moves}", corrected));

        // Who withdraws after that and before the provider asks is left out too.
        await Club.ConsentAsync(stays, granted: false, "magazine", "email");
        (await MailsAsync(issue)).Select(mail => mail.Member).ShouldBe([$"{moves}"]);
    }

    private async Task<List<(string Member, string To)>> MailsAsync(Read issue)
    {
        using var staff = Club.Staff("support");
        return (await staff.AllPagesAsync($"{issue.Path}/mails", 1)).ConvertAll(mail =>
            (mail["memberId"]!.ToString(), mail["to"]!.ToString())
        );
    }

    private Task<int> SentAsync() =>
        Club.WithContextAsync(context => context.MagazineCopies.CountAsync(copy => copy.Status == CopyStatus.Sent));

    /// <summary>Its addresses are taken tomorrow, and it leaves the day after.</summary>
    private Task<Read> GivenIssueAsync(Read publication) =>
        Club.GivenIssueAsync(publication, Issue(Clock.Now.AddDays(1), Clock.Now.AddDays(2)));

    private async Task NextDayAsync()
    {
        Clock.Now = Clock.Now.AddDays(1);
        await RunAsync();
    }

    public sealed class OnSqlite() : LateChangesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : LateChangesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : LateChangesTests(DatabaseProvider.SqlServer);
}
