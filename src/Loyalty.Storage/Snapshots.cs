using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

public static class Snapshots
{
    /// <summary>A transaction in which several reads see one state of the database, until it is disposed of. On SQLite and
    /// PostgreSQL writers go on meanwhile; on SQL Server they wait for the rows that were read, hence keep it short.</summary>
    public static async Task<IAsyncDisposable> BeginSnapshotAsync(
        this LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Database.GetDbConnection() is not SqliteConnection sqlite)
        {
            return await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        }

        // Deferred: what EF begins by itself would take the only writer's place.
        await context.Database.OpenConnectionAsync(cancellationToken);
        var transaction = sqlite.BeginTransaction(deferred: true);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return new DeferredTransaction(context, transaction);
    }

    private sealed class DeferredTransaction(LoyaltyDbContext context, SqliteTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await context.Database.UseTransactionAsync(null);
            await transaction.DisposeAsync();
            await context.Database.CloseConnectionAsync();
        }
    }
}
