using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Loyalty.Api.Telemetry;

public static class TelemetryRegistration
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "loyalty";

    /// <summary>What is logged unless configuration says otherwise: statements and query strings are not, because they could
    /// hold what nobody should read.</summary>
    public static void AddLoyaltyLogging(this WebApplicationBuilder builder) =>
        builder.Configuration.Sources.Insert(
            0,
            new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Logging:LogLevel:Default"] = "Information",
                    ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                    // It puts the path into the scope of every line, and paths name cards and partners' customers. Errors of
                    // requests are logged by the exception handler.
                    ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
                    ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
                },
            }
        );

    /// <summary>Traces, metrics and logs by OTLP, where the standard variable names an endpoint.</summary>
    public static void AddLoyaltyTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[EndpointVariable]))
        {
            return;
        }

        var resource = ResourceBuilder.CreateDefault().AddService(ServiceName);
        builder.Services.AddHostedService<Providers>();
        builder.Services.AddSingleton(_ =>
            Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource("Microsoft.AspNetCore", "Npgsql", "Loyalty.*")
                .AddOtlpExporter()
                .Build()
        );
        builder.Services.AddSingleton(_ =>
            Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter("Microsoft.AspNetCore.*", "Microsoft.EntityFrameworkCore", "Npgsql", "Loyalty.*")
                .AddOtlpExporter()
                .Build()
        );
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeScopes = true;
            logging.SetResourceBuilder(resource).AddOtlpExporter();
        });
    }

    /// <summary>Makes the providers at start; the container disposes of them, which sends what is left.</summary>
    private sealed class Providers(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush();
            metrics.ForceFlush();
            return Task.CompletedTask;
        }
    }
}
