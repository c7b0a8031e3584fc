using System.Collections.Concurrent;
using Loyalty.Application;
using Loyalty.Storage;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

public sealed class SharedLookupTests : IDisposable
{
    private readonly ConcurrentQueue<IReadOnlyCollection<int>> asked = new();
    private readonly ConcurrentQueue<TaskCompletionSource> held = new();
    private readonly SemaphoreSlim began = new(0);

    [Fact]
    public async Task A_request_that_comes_alone_is_looked_up_at_once()
    {
        var lookup = Lookup();

        var found = await lookup.FindAsync([1, 2], default);

        found.ShouldNotBeNull().ShouldBe(new Dictionary<int, string> { [1] = "1", [2] = "2" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Those_who_come_while_one_is_looked_up_share_the_next()
    {
        var lookup = Lookup(holds: true);
        var first = lookup.FindAsync([1], default);
        await began.WaitAsync();
        var second = lookup.FindAsync([2, 3], default);
        var third = lookup.FindAsync([3, 4], default);

        held.ShouldHaveSingleItem().SetResult();
        await began.WaitAsync();
        held.Last().SetResult();

        (await first).ShouldNotBeNull().Keys.ShouldBe([1]);
        (await second).ShouldNotBeNull().Keys.ShouldContain(2);
        (await third).ShouldNotBeNull().Keys.ShouldContain(4);
        asked.Count.ShouldBe(2);
        asked.Last().ShouldBe([2, 3, 4], ignoreOrder: true);
    }

    [Fact]
    public async Task A_statement_asks_for_no_more_keys_than_it_may_unless_one_request_has_more()
    {
        var lookup = Lookup(keysMax: 3, holds: true);
        var first = lookup.FindAsync([1], default);
        await began.WaitAsync();
        var others = new[]
        {
            lookup.FindAsync([2, 3], default),
            lookup.FindAsync([4, 5], default),
            lookup.FindAsync([6, 7, 8, 9], default),
        };

        for (var statement = 0; statement < 4; statement++)
        {
            if (statement > 0)
            {
                await began.WaitAsync();
            }

            held.Last().SetResult();
        }

        await Task.WhenAll([first, .. others]);
        asked.Select(keys => keys.Count).ShouldBe([1, 2, 2, 4]);
    }

    [Fact]
    public async Task Whoever_comes_when_too_many_wait_is_told_so_and_asks_nothing()
    {
        var lookup = Lookup(capacity: 2, holds: true);
        var first = lookup.FindAsync([1], default);
        await began.WaitAsync();
        var second = lookup.FindAsync([2, 3], default);

        (await lookup.FindAsync([4], default)).ShouldBeNull();

        held.Last().SetResult();
        await began.WaitAsync();
        held.Last().SetResult();
        await Task.WhenAll(first, second);
        asked.SelectMany(keys => keys).ShouldNotContain(4);
    }

    [Fact]
    public async Task One_that_cannot_be_asked_for_does_not_spoil_it_for_its_neighbours()
    {
        const int Bad = 13;
        var lookup = Lookup(bad: Bad, holds: true);
        var first = lookup.FindAsync([1], default);
        await began.WaitAsync();
        var good = lookup.FindAsync([2], default);
        var spoilt = lookup.FindAsync([Bad], default);

        held.Last().SetResult();
        await Task.WhenAll(first, good);

        (await good).ShouldNotBeNull()[2].ShouldBe("2");
        await Should.ThrowAsync<InvalidOperationException>(spoilt);
        (await lookup.FindAsync([3], default)).ShouldNotBeNull()[3].ShouldBe("3");
    }

    [Fact]
    public async Task A_caller_who_goes_leaves_the_others_their_answer()
    {
        var lookup = Lookup(holds: true);
        using var leaving = new CancellationTokenSource();
        var left = lookup.FindAsync([1], leaving.Token);
        await began.WaitAsync();
        var stayed = lookup.FindAsync([2], default);

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        held.Last().SetResult();
        await began.WaitAsync();
        held.Last().SetResult();

        (await stayed).ShouldNotBeNull()[2].ShouldBe("2");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_in_time_is_told_as_that_and_not_as_a_caller_who_went()
    {
        var lookup = new SharedLookup<int, string>(
            async (_, cancellationToken) =>
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                return new Dictionary<int, string>();
            },
            keysMax: 10,
            capacity: 100,
            timeMax: TimeSpan.FromMilliseconds(20)
        );

        var waiting = Enumerable.Range(0, 3).Select(key => lookup.FindAsync([key], default)).ToArray();

        foreach (var one in waiting)
        {
            (await Should.ThrowAsync<TimeoutException>(one)).IsConnectionLost().ShouldBeTrue();
        }
    }

    public void Dispose() => began.Dispose();

    /// <param name="holds">each statement that asks for good keys waits until the test lets it go.</param>
    private SharedLookup<int, string> Lookup(
        int keysMax = 10,
        int capacity = 100,
        int? bad = null,
        bool holds = false
    ) =>
        new(
            async (keys, _) =>
            {
                asked.Enqueue(keys);
                if (bad is { } key && keys.Contains(key))
                {
                    throw new InvalidOperationException();
                }

                if (holds && (bad is null || asked.Count == 1))
                {
                    var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    held.Enqueue(hold);
                    began.Release();
                    await hold.Task;
                }

                return keys.ToDictionary(
                    one => one,
                    one => one.ToString(System.Globalization.CultureInfo.InvariantCulture)
                );
            },
            keysMax,
            capacity
        );
}
