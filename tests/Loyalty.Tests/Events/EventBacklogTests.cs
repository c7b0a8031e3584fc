using Loyalty.Testing;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Events;

/// <summary>A consumer that was away for long: staff look at it, and are not kept waiting.</summary>
public abstract class EventBacklogTests(DatabaseProvider provider) : SendingClubTests(provider)
{
    [Fact]
    public async Task What_waits_is_counted_up_to_a_limit_and_the_oldest_of_it_is_named()
    {
        var subscription = await Club.SubscribeAsync(Consumer);
        await subscription.PostAsync("pause");
        await Club.GivenEventsAsync(10_500, EventsActions.NewMembers(3));
        await WaitFor.Async(
            () => Club.WithContextAsync(context => context.ClubEvents.CountAsync(one => one.DispatchedAt == null)),
            unqueued => unqueued == 0
        );
        var oldest = await Club.WithContextAsync(context => context.EventDeliveries.MinAsync(row => row.QueuedAt));
        using var staff = Club.Staff("auditor");

        var listed = (await staff.GetJsonAsync(EventsActions.Subscriptions)).AsArray().ShouldHaveSingleItem()!;

        ((long)listed["pending"]!, (long)listed["dead"]!).ShouldBe((10_000, 0));
        ((DateTimeOffset)listed["oldestPendingAt"]!).ShouldBe(oldest);
        listed.ToJsonString().ShouldBe((await subscription.ReadAsync()).ToJsonString());
    }

    public sealed class OnSqlite() : EventBacklogTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EventBacklogTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EventBacklogTests(DatabaseProvider.SqlServer);
}
