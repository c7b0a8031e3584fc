using System.Diagnostics;
using System.Diagnostics.Metrics;
using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Telemetry;

/// <summary>
/// One span and three measurements an operation, under the name <see cref="Name"/>. Values of variables are never told;
/// names of operations, which clients choose, are on spans but not on metrics.
/// </summary>
public static class GraphQLTelemetry
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Name = "Loyalty.GraphQL";

    private const int OperationNameLengthMax = 100;

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "graphql.server.operation.duration",
        "s",
        "From the document's text to the result."
    );
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>(
        "graphql.server.errors",
        "{error}",
        "Errors in answers, by code."
    );
    private static readonly Histogram<double> Cost = Meter.CreateHistogram<double>(
        "graphql.server.operation.cost",
        "{cost}",
        "Field cost of operations, as computed before they run."
    );

    internal static bool IsObserved => Source.HasListeners() || Duration.Enabled || Errors.Enabled || Cost.Enabled;

    internal static Observation Start() => new(Source.StartActivity("graphql", ActivityKind.Internal));

    /// <summary>What becomes known of an operation while it is processed.</summary>
    internal sealed class Observation(Activity? activity)
    {
        private readonly long start = Stopwatch.GetTimestamp();

        public OperationDefinitionNode? Operation { get; set; }

        public string? DocumentHash { get; set; }

        public OperationCost? OperationCost { get; set; }

        /// <summary>Of a subscription the span and the duration are those of its beginning.</summary>
        public void End(ResponseStream? responses) =>
            End(responses?.Single, responses is null ? "cancelled" : "subscribed");

        public void End(ExecutionResult? result, string withoutResult = "cancelled")
        {
            var type = Operation?.Operation switch
            {
                OperationKind.Query => "query",
                OperationKind.Mutation => "mutation",
                OperationKind.Subscription => "subscription",
                _ => "unknown",
            };
            var kind = new KeyValuePair<string, object?>("graphql.operation.type", type);
            var outcome =
                result is null ? withoutResult
                : result.Errors.Count == 0 ? "ok"
                : result.IsExecuted ? "errors"
                : "refused";
            Duration.Record(
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                kind,
                new KeyValuePair<string, object?>("outcome", outcome)
            );
            if (OperationCost is { } cost)
                Cost.Record(cost.FieldCost, kind);
            if (Errors.Enabled)
            {
                foreach (var error in result?.Errors ?? [])
                    Errors.Add(1, kind, new KeyValuePair<string, object?>("code", error.Code ?? "none"));
            }
            if (activity is not null)
                End(activity, type, outcome, result);
        }

        private void End(Activity activity, string type, string outcome, ExecutionResult? result)
        {
            activity.DisplayName = type;
            activity.SetTag("graphql.operation.type", type);
            if (Operation?.Name?.Value is { } name)
                activity.SetTag(
                    "graphql.operation.name",
                    name.Length > OperationNameLengthMax ? name[..OperationNameLengthMax] : name
                );
            if (DocumentHash is not null)
                activity.SetTag("graphql.document.hash", DocumentHash);
            if (OperationCost is { } cost)
            {
                activity.SetTag("graphql.operation.field_cost", cost.FieldCost);
                activity.SetTag("graphql.operation.type_cost", cost.TypeCost);
            }
            activity.SetTag("graphql.errors.count", result?.Errors.Count ?? 0);
            if (outcome is not ("ok" or "subscribed"))
                activity.SetStatus(
                    ActivityStatusCode.Error,
                    result is { Errors: [{ Code: { } code }, ..] } ? code : outcome
                );
            activity.Dispose();
        }
    }
}
