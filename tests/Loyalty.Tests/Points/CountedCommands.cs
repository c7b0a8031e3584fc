using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Loyalty.Tests.Points;

/// <summary>Counts the statements that EF Core sends to one club's database.</summary>
internal sealed class CountedCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly ConcurrentDictionary<string, int> Counts = new(StringComparer.Ordinal);

    /// <summary>The club must be the test's own, and nobody else may count meanwhile.</summary>
    public static async Task<int> OfAsync(Club club, Func<Task> use)
    {
        var database = await club.WithContextAsync(context =>
            Task.FromResult(NameOf(context.Database.GetDbConnection()))
        );
        Counts[database] = 0;
        await use();
        Counts.Remove(database, out var count);
        return count;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            Counts.IsEmpty
            || value.Key != RelationalEventId.CommandExecuted.Name
            || value.Value is not CommandExecutedEventData data
        )
        {
            return;
        }

        var database = NameOf(data.Command.Connection!);
        if (Counts.ContainsKey(database))
        {
            Counts.AddOrUpdate(database, 1, (_, count) => count + 1);
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    // From the beginning on: a context that found nobody listening does not look again for a second.
    [ModuleInitializer]
    internal static void Listen() => DiagnosticListener.AllListeners.Subscribe(new CountedCommands());

    // An open connection to SQLite names its file by another path than a closed one.
    private static string NameOf(System.Data.Common.DbConnection connection) =>
        $"{Path.GetFileName(connection.DataSource)}/{connection.Database}";
}
