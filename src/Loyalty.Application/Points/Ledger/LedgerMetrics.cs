using System.Diagnostics.Metrics;

namespace Loyalty.Application.Points.Ledger;

/// <summary>Meter <c>Loyalty.Ledger</c>.</summary>
public sealed class LedgerMetrics
{
    public const string MeterName = "Loyalty.Ledger";

    private readonly Counter<long> commands;
    private readonly Histogram<int> batchSize;
    private readonly Counter<long> retries;
    private readonly Counter<long> bisections;
    private readonly Counter<long> refusals;
    private readonly Counter<long> lapsed;

    public LedgerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        commands = meter.CreateCounter<long>("loyalty.ledger.commands", "{command}", "Commands committed.");
        batchSize = meter.CreateHistogram<int>("loyalty.ledger.batch.size", "{command}", "Commands in one commit.");
        retries = meter.CreateCounter<long>(
            "loyalty.ledger.retries",
            "{batch}",
            "Batches that lost a race or the database."
        );
        bisections = meter.CreateCounter<long>(
            "loyalty.ledger.bisections",
            "{batch}",
            "Batches halved around a bad command."
        );
        refusals = meter.CreateCounter<long>(
            "loyalty.ledger.refusals",
            "{command}",
            "Commands refused by a full queue."
        );
        lapsed = meter.CreateCounter<long>("loyalty.ledger.lapsed", "{point}", "Points that lapsed.");
    }

    internal void Committed(int count)
    {
        commands.Add(count);
        batchSize.Record(count);
    }

    internal void Retried() => retries.Add(1);

    internal void Bisected() => bisections.Add(1);

    internal void Lapsed(long points) => lapsed.Add(points);

    internal void Refused(int count) => refusals.Add(count);
}
