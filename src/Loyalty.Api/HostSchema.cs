using Loyalty.Application.Points;
using Loyalty.Identity.Storage;
using Loyalty.Storage;

namespace Loyalty.Api;

/// <summary>The club's tables and the embedded issuer's, which lie in one database with a migrations history each.</summary>
public sealed class HostSchema(SchemaCheck club, IdentityDatabase identity, RebuildTotals totals)
{
    public async Task<SchemaState> StateAsync(CancellationToken cancellationToken)
    {
        var state = await club.StateAsync(cancellationToken);
        if (state != SchemaState.UpToDate)
        {
            return state;
        }

        if ((await identity.UnknownMigrationsAsync(cancellationToken)).Count > 0)
        {
            return SchemaState.Newer;
        }

        var pending = await identity.PendingMigrationsAsync(cancellationToken);
        return pending.Count > 0 ? SchemaState.Older : SchemaState.UpToDate;
    }

    /// <param name="progress">told how many of how many entries were summed up, where the books had no totals.</param>
    public async Task MigrateAsync(CancellationToken cancellationToken, Action<long, long>? progress = null)
    {
        await club.MigrateAsync(cancellationToken);
        await identity.MigrateAsync(cancellationToken);
        await totals.ExecuteAsync(progress, cancellationToken);
    }
}
