using Loyalty.Identity.Storage;
using Loyalty.Storage;

namespace Loyalty.Api;

/// <summary>The club's tables and the embedded issuer's, which lie in one database with a migrations history each.</summary>
public sealed class HostSchema(SchemaCheck club, IdentityDatabase identity)
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

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await club.MigrateAsync(cancellationToken);
        await identity.MigrateAsync(cancellationToken);
    }
}
