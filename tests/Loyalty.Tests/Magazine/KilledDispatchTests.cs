using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Loyalty.Tests.Points;
using Loyalty.Tests.Points.Faults;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;

namespace Loyalty.Tests.Magazine;

/// <summary>A process that is killed while it sends an issue: another one ends its work, and nobody gets a second copy or mail.</summary>
public abstract class KilledDispatchTests(DatabaseProvider provider) : IAsyncLifetime
{
    /// <summary>Pages enough that the work is seen in its middle.</summary>
    private const int Subscribers = 4_000;

    private Club? own;

    private Club Club => own!;

    public async ValueTask InitializeAsync()
    {
        DatabaseTests.SkipWhereMissing(provider);
        own = await Club.StartAsync(provider);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_a_killed_node_left_is_ended_by_another_and_each_mail_is_told_once()
    {
        await Club.GivenListenerAsync();
        var publication = await Club.GivenPublicationAsync();
        var issue = await Club.GivenIssueAsync(publication, Issue(Club.Now().AddMinutes(-1)));
        var members = await Club.GivenMembersAsync(Subscribers);
        await Club.GivenMailAddressesAsync(members);
        await Club.GivenSubscribersAsync(publication, MagazineChannel.Email, members);

        var (written, sent) = await KillAsync(issue);
        await EndLeasesAsync();
        await Club.RunMagazineAsync();

        // It was in the middle of one or the other.
        (written, sent).ShouldNotBe((0, 0));
        (written, sent).ShouldNotBe((Subscribers, Subscribers));
        (await Club.StatusAsync(issue)).ShouldBe("dispatched");
        var copies = await Club.CopiesAsync(issue);
        copies.Select(copy => copy.MemberId).ShouldBe(members, ignoreOrder: true);
        copies.ShouldAllBe(copy => copy.Status == CopyStatus.Sent);
        (await Club.ToldAsync(ClubEventType.MagazineMailDue))
            .ConvertAll(data => data["memberId"]!.ToString())
            .ShouldBe(members.Select(member => member.ToString()), ignoreOrder: true);
        (await Club.ToldAsync(ClubEventType.MagazineIssueDispatched)).ShouldHaveSingleItem();
    }

    /// <returns>how many copies it had written, and sent, when it was killed.</returns>
    private async Task<(int Written, int Sent)> KillAsync(Read issue)
    {
        using var node = await ApiNode.StartAsync(
            Club.Database,
            limits: "",
            $"--Authentication:Authority={Club.Issuer.Url}",
            "--Jobs:Run=true"
        );
        await WaitFor.Async(() => CountAsync(issue), count => count.Written > 0);
        node.Kill();
        return await CountAsync(issue);
    }

    private Task<(int Written, int Sent)> CountAsync(Read issue)
    {
        var id = IssueIdOf(issue);
        return Club.WithContextAsync(async context =>
            (
                await context.MagazineCopies.CountAsync(copy => copy.IssueId == id),
                await context.MagazineCopies.CountAsync(copy => copy.IssueId == id && copy.Status == CopyStatus.Sent)
            )
        );
    }

    /// <summary>As the minute does that another node waits for.</summary>
    private Task EndLeasesAsync() =>
        Club.WithContextAsync(context =>
            context.Jobs.ExecuteUpdateAsync(row => row.SetProperty(job => job.LeaseUntil, (DateTimeOffset?)null))
        );

    public sealed class OnSqlite() : KilledDispatchTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : KilledDispatchTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : KilledDispatchTests(DatabaseProvider.SqlServer);
}
