using System.Diagnostics;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Loyalty.Tests.Points;

/// <summary>Counts the statements that EF Core sends to one club's database.</summary>
internal sealed class CountedCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly string database;
    private int count;

    private CountedCommands(string database) => this.database = database;

    /// <summary>The club must be the test's own, and nobody else may ask it meanwhile.</summary>
    public static async Task<int> OfAsync(Club club, Func<Task> use)
    {
        var counter = new CountedCommands(
            await club.WithContextAsync(context => Task.FromResult(NameOf(context.Database.GetDbConnection())))
        );
        using (DiagnosticListener.AllListeners.Subscribe(counter))
        {
            await use();
        }

        return counter.count;
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
            value.Key == RelationalEventId.CommandExecuted.Name
            && value.Value is CommandExecutedEventData data
            && NameOf(data.Command.Connection!) == database
        )
        {
            Interlocked.Increment(ref count);
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    // An open connection to SQLite names its file by another path than a closed one.
    private static string NameOf(System.Data.Common.DbConnection connection) =>
        $"{Path.GetFileName(connection.DataSource)}/{connection.Database}";
}
