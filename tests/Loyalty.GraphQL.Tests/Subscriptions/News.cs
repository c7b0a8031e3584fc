using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading.Channels;

namespace Loyalty.GraphQL.Tests.Subscriptions;

/// <summary>What the subscriptions of a test did; one for each server.</summary>
public sealed class NewsDesk
{
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int read;

    public Channel<int> Events { get; } = Channel.CreateUnbounded<int>();

    public ConcurrentQueue<Guid> Scopes { get; } = [];

    /// <summary>Events that were taken from the source.</summary>
    public int Read => Volatile.Read(ref read);

    /// <summary>Ends when a stream has been given up.</summary>
    public Task Closed => closed.Task;

    internal async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in Events.Reader.ReadAllAsync(cancellationToken))
            {
                Interlocked.Increment(ref read);
                yield return item;
            }
        }
        finally
        {
            closed.TrySetResult();
        }
    }
}

/// <summary>Stands for the services of one execution.</summary>
public sealed class Scope
{
    public Guid Id { get; } = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}

public sealed record Story(int Number)
{
    public static int Fails => throw new GraphQLException("This story fails.");
}

[QueryType]
public static class NewsQuery
{
    public static string Hello(ClaimsPrincipal user) => user.Identity?.Name ?? "nobody";
}

[MutationType]
public static class NewsMutation
{
    public static int Print(int number) => number;
}

[SubscriptionType]
public static class NewsSubscription
{
    [Subscribe(With = nameof(StoryEvents))]
    public static Story Story([EventMessage] int number, int plus, Scope scope, NewsDesk desk)
    {
        desk.Scopes.Enqueue(scope.Id);
        return new Story(number + plus);
    }

    public static IAsyncEnumerable<int> StoryEvents(int plus, NewsDesk desk, CancellationToken cancellationToken) =>
        plus < 0 ? throw new GraphQLException("No less than nothing.") : desk.ReadAsync(cancellationToken);

    [Subscribe]
    public static async Task<IAsyncEnumerable<int>> Numbers(NewsDesk desk, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return desk.ReadAsync(cancellationToken);
    }

    [Authorize]
    [Subscribe]
    public static IAsyncEnumerable<int> Secrets(NewsDesk desk, CancellationToken cancellationToken) =>
        desk.ReadAsync(cancellationToken);

    [Subscribe]
    public static async IAsyncEnumerable<int> Broken()
    {
        await Task.Yield();
        yield return 1;
        throw new InvalidOperationException("the password is secret");
    }

    /// <summary>As much as the client takes.</summary>
    [Subscribe]
    public static async IAsyncEnumerable<string> Flood(
        NewsDesk desk,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.Yield();
        for (var i = 0; i < 100_000; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            desk.Scopes.Enqueue(Guid.Empty);
            yield return new string('x', 16 * 1024);
        }
    }
}
