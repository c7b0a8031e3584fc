using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Identity.Storage;

/// <summary>The state of the issuer's schema. Safe to call from any thread; opens a scope of its own.</summary>
public sealed class IdentityDatabase(IServiceScopeFactory scopes)
{
    /// <summary>Brings the schema up to date, creating the database where the provider can. Does nothing when it already is.</summary>
    public async Task MigrateAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LoyaltyIdentityDbContext>().Database.MigrateAsync(cancel);
    }

    /// <summary>Migrations that this build has and the database has not, oldest first.</summary>
    public async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<LoyaltyIdentityDbContext>().Database;
        return [.. await database.GetPendingMigrationsAsync(cancel)];
    }

    /// <summary>Migrations that the database has and this build does not know: the schema is newer than the program.</summary>
    public async Task<IReadOnlyList<string>> UnknownMigrationsAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<LoyaltyIdentityDbContext>().Database;
        return
        [
            .. (await database.GetAppliedMigrationsAsync(cancel)).Except(
                database.GetMigrations(),
                StringComparer.Ordinal
            ),
        ];
    }
}
