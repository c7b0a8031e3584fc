using System.Diagnostics.Metrics;
using Loyalty.Domain.Events;

namespace Loyalty.Application.Events;

/// <summary>The meter <c>Loyalty.Events</c>. Tags hold only values of our own choosing.</summary>
public sealed class EventMetrics
{
    public const string MeterName = "Loyalty.Events";

    private readonly Counter<long> attempts;
    private readonly Counter<long> dead;
    private readonly Counter<long> disabled;
    private readonly Histogram<int> duration;

    public EventMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        attempts = meter.CreateCounter<long>("loyalty.events.attempts", "{attempt}", "Attempts to deliver, by result.");
        dead = meter.CreateCounter<long>("loyalty.events.dead", "{delivery}", "Deliveries that were given up.");
        disabled = meter.CreateCounter<long>(
            "loyalty.events.disabled",
            "{subscription}",
            "Subscriptions whose consumer said that it is gone."
        );
        duration = meter.CreateHistogram<int>("loyalty.events.duration", "ms", "How long consumers take to answer.");
    }

    internal void Tried(EventAnswer answer, EventDeliveryState state)
    {
        attempts.Add(1, new KeyValuePair<string, object?>("result", answer.Error ?? "delivered"));
        duration.Record(answer.Milliseconds);
        if (state == EventDeliveryState.Dead)
        {
            dead.Add(1);
        }
    }

    internal void Disabled() => disabled.Add(1);

    internal void GivenUp(int count) => dead.Add(count);
}
