using System.Diagnostics.Metrics;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Partners;

/// <summary>The meter <c>Loyalty.Partners</c>. Tags hold only values of our own choosing, so that nobody outside can make
/// series without end.</summary>
public sealed class PartnerMetrics
{
    public const string MeterName = "Loyalty.Partners";
    private const string Unknown = "unknown";

    private readonly Counter<long> events;
    private readonly Counter<long> signatureFailures;
    private readonly Histogram<int> batchSizes;

    public PartnerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        events = meter.CreateCounter<long>(
            "loyalty.partner.events",
            "{event}",
            "Events of partners, by partner, type and result."
        );
        signatureFailures = meter.CreateCounter<long>(
            "loyalty.partner.signature_failures",
            "{request}",
            "Requests whose signature was not accepted, by partner."
        );
        batchSizes = meter.CreateHistogram<int>("loyalty.partner.batch_size", "{event}", "Events in one request.");
    }

    public void Received(Partner partner, IReadOnlyList<IncomingEvent> received, IReadOnlyList<EventResult> results)
    {
        batchSizes.Record(received.Count, new KeyValuePair<string, object?>("partner", partner.Slug));
        if (!events.Enabled)
        {
            return;
        }

        for (var i = 0; i < received.Count; i++)
        {
            events.Add(
                1,
                new("partner", partner.Slug),
                new("type", received[i] is IncomingEvent.Sound sound ? sound.Event.Type : Unknown),
                new("result", Name(results[i]))
            );
        }
    }

    /// <param name="partner">null when there is none of the name.</param>
    public void SignatureFailed(Partner? partner) =>
        signatureFailures.Add(1, new KeyValuePair<string, object?>("partner", partner?.Slug ?? Unknown));

    private static string Name(EventResult result) =>
        result switch
        {
            EventResult.Posted => "posted",
            EventResult.Duplicate => "duplicate",
            EventResult.Quarantined => "quarantined",
            EventResult.Rejected => "rejected",
            _ => Unknown,
        };
}
