using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Loyalty.Tests.Points;

/// <summary>Counts the statements that EF Core sends to each database. Begin before the club starts: a context that found nobody
/// listening does not look again for a while.</summary>
internal sealed class CountedCommands
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<IDisposable> subscriptions = [];

    public CountedCommands() => subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>How many statements a use takes. It is used ten times and the least counts: the host's own jobs may come between, and
    /// what the host keeps for a second is asked for anew by a use that comes later. The club must be the test's own.</summary>
    public async Task<int> OfAsync(Club club, Func<Task> use)
    {
        var name = await club.WithContextAsync(context => Task.FromResult(NameOf(context.Database.GetDbConnection())));
        var least = int.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var before = counts.GetValueOrDefault(name);
            await use();
            least = Math.Min(least, counts.GetValueOrDefault(name) - before);
        }

        return least;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Key == RelationalEventId.CommandExecuted.Name
            && value.Value is CommandExecutedEventData { Command: { Connection: { } connection } command }
            // The club's settings are kept for a second, whoever asks.
            && !command.CommandText.Contains("programme", StringComparison.Ordinal)
            && !command.CommandText.Contains("point_currencies", StringComparison.Ordinal)
            && !command.CommandText.Contains("tier_sets", StringComparison.Ordinal)
        )
        {
            counts.AddOrUpdate(NameOf(connection), 1, (_, count) => count + 1);
        }
    }

    public void OnCompleted()
    {
        // Listeners live as long as the process.
    }

    public void OnError(Exception error)
    {
        // A listener has no errors of its own.
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    // An open connection to SQLite names its file by another path than a closed one.
    private static string NameOf(DbConnection connection) =>
        $"{Path.GetFileName(connection.DataSource)}/{connection.Database}";
}
