using Loyalty.Storage;
using Loyalty.Storage.Redis;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Loyalty.Api.Http;

public static class Health
{
    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database answers and has the schema.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") }
            )
            .AllowAnonymous();
    }
}

internal sealed class DatabaseHealth(HostSchema schema) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await schema.StateAsync(cancellationToken) == SchemaState.UpToDate
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The schema is not the one that this program needs.");
}

/// <summary>Without Redis this node serves all the same, so it stays ready; the answer says <c>Degraded</c>.</summary>
internal sealed class RedisHealth(RedisBroadcast broadcast) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            broadcast.IsConnected || !broadcast.IsConfigured
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("Redis is away: this node does not hear the others.")
        );
}
