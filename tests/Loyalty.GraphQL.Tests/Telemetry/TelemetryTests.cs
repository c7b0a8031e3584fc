using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Loyalty.GraphQL.Documents;
using Loyalty.GraphQL.Telemetry;
using Loyalty.GraphQL.Tests.Conformance;
using Loyalty.GraphQL.Tests.Protection;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static readonly Engine Shops = Engine.Create(services =>
        Engine.AddTypes(services.AddGraphQLServer().AddCostAnalyzer(), typeof(ShopQuery), typeof(Shop))
    );

    private static async Task<Activity> ObserveAsync(string document, string? variables = null)
    {
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GraphQLTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await Shops.RunAsync(document, variables);
        // Other tests run at the same time; their documents have other hashes.
        return seen.Single(activity =>
            activity.GetTagItem("graphql.document.hash") as string == DocumentHash.Of(document)
        );
    }

    [Fact]
    public async Task An_operation_is_one_span_without_the_values_of_its_variables()
    {
        var span = await ObserveAsync(
            "query Nearby($f: ShopFilterInput) { filtered(filter: $f) { name } }",
            "{\"f\":{\"town\":\"Secretville\"}}"
        );

        span.DisplayName.ShouldBe("query");
        span.Status.ShouldBe(ActivityStatusCode.Unset);
        span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")
            .Where(tag => !tag.Contains("hash", StringComparison.Ordinal))
            .ShouldBe([
                "graphql.operation.type=query",
                "graphql.operation.name=Nearby",
                "graphql.operation.field_cost=9",
                "graphql.operation.type_cost=13",
                "graphql.errors.count=0",
            ]);
    }

    [Fact]
    public async Task A_refused_operation_is_a_span_with_its_code()
    {
        var span = await ObserveAsync("query Dear { shops(max: 1000) { name } }");

        (span.Status, span.StatusDescription).ShouldBe((ActivityStatusCode.Error, ErrorCodes.CostExceeded));
        span.GetTagItem("graphql.errors.count").ShouldBe(1);
    }

    [Fact]
    public async Task Duration_cost_and_errors_are_measured()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == GraphQLTelemetry.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((i, _, tags, _) => seen.Enqueue(Show(i, tags)));
        listener.SetMeasurementEventCallback<long>((i, _, tags, _) => seen.Enqueue(Show(i, tags)));
        listener.Start();

        await Shops.RunAsync("{ shops(max: 1000) { name } }");

        seen.ShouldContain("graphql.server.operation.duration graphql.operation.type=query outcome=refused");
        seen.ShouldContain("graphql.server.operation.cost graphql.operation.type=query");
        seen.ShouldContain("graphql.server.errors graphql.operation.type=query code=COST_EXCEEDED");
    }

    private static string Show(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]);
}
