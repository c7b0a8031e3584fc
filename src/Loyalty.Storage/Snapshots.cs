using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Loyalty.Storage;

public static class Snapshots
{
    /// <summary>A transaction in which several reads see one state of the database. On SQLite and PostgreSQL writers go on
    /// meanwhile; on SQL Server they wait for the rows that were read, hence keep it short.</summary>
    public static async Task<IDbContextTransaction> BeginSnapshotAsync(
        this LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Database.GetDbConnection() is not SqliteConnection sqlite)
        {
            return await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        }

        await context.Database.OpenConnectionAsync(cancellationToken);
        var transaction = sqlite.BeginTransaction(deferred: true);
        return (await context.Database.UseTransactionAsync(transaction, cancellationToken))!;
    }
}
