using Loyalty.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Benchmarks.Load;

/// <summary>The product on a PostgreSQL within this process, not started: for its jobs, which a benchmark calls one by one.</summary>
internal static class IdleHost
{
    /// <param name="clock">null for the system's.</param>
    public static WebApplication Build(string connectionString, TimeProvider? clock = null, params string[] settings) =>
        LoyaltyHost.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--Database:Provider=PostgreSql",
                $"--Database:ConnectionString={connectionString}",
                "--Jobs:Run=false",
                .. settings,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                if (clock is not null)
                    builder.Services.AddSingleton(clock);
            }
        );
}
