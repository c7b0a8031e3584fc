namespace Loyalty.Benchmarks.Ledger;

/// <summary>What a load of signed webhooks is made of.</summary>
/// <param name="Port">Where the server listens, on the loopback.</param>
/// <param name="Path">Where the requests go.</param>
/// <param name="Key">What the partner signs with.</param>
/// <param name="Source">Of the events; each load has its own, so that its ids are new.</param>
/// <param name="Members">The club has members 1 to this; the events are spread over all of them.</param>
/// <param name="Connections">Requests under way at a time.</param>
/// <param name="EventsPerRequest">1 sends single events, more sends batches.</param>
/// <param name="Duration">How long requests are begun; those under way are waited for.</param>
/// <param name="RequestsPerSecond">A request is due at equal intervals, whether or not the server keeps up, and its latency counts from
/// then; null sends the next request when the answer to the last has come.</param>
/// <param name="ChecksReceipts">False for a server that only answers 200.</param>
public sealed record WebhookPlan(
    int Port,
    string Path,
    byte[] Key,
    string Source,
    int Members,
    int Connections,
    int EventsPerRequest,
    TimeSpan Duration,
    double? RequestsPerSecond = null,
    bool ChecksReceipts = true
);

/// <summary>What a load gave.</summary>
/// <param name="Events">Acknowledged as posted, with the right points.</param>
/// <param name="Points">Sum over these events.</param>
/// <param name="Failures">Requests that were answered otherwise.</param>
/// <param name="FirstFailure">What the first of them was answered.</param>
/// <param name="Signatures">Receipts whose signature was checked.</param>
/// <param name="P50">Latency in microseconds; so with the others.</param>
/// <param name="CpuSeconds">What the load generator itself took.</param>
public sealed record WebhookResult(
    long Requests,
    long Events,
    long Points,
    long Failures,
    string? FirstFailure,
    long Signatures,
    double Seconds,
    long P50,
    long P99,
    long P999,
    double CpuSeconds
)
{
    public double EventsPerSecond => Events / Seconds;
}
