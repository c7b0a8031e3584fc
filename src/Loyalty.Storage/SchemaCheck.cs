using Microsoft.EntityFrameworkCore;

namespace Loyalty.Storage;

/// <summary>How the database's schema stands to the one that this program needs.</summary>
public enum SchemaState
{
    UpToDate,

    /// <summary>The database lacks migrations that this program brings.</summary>
    Older,

    /// <summary>The database has migrations that this program does not know: it was migrated by a later version.</summary>
    Newer,
}

/// <summary>Compares the schema, and brings it up to date.</summary>
public sealed class SchemaCheck(IDbContextFactory<LoyaltyDbContext> contexts)
{
    public async Task<SchemaState> StateAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        var appliedCount = 0;
        foreach (var migration in applied)
        {
            if (!known.Contains(migration))
            {
                return SchemaState.Newer;
            }

            appliedCount++;
        }

        return appliedCount == known.Count ? SchemaState.UpToDate : SchemaState.Older;
    }

    /// <summary>Applies what is missing. Safe to call from several nodes: the provider takes a lock.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Where nothing is missing, a start is faster by what it takes to compare the models.
        if (await StateAsync(cancellationToken) != SchemaState.UpToDate)
        {
            await context.Database.MigrateAsync(cancellationToken);
        }

        if (context.Database.IsSqlite())
        {
            // Kept in the file: readers go on while a writer commits.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        }
    }
}
