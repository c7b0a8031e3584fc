using System.Text.Json;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Import;

/// <param name="File">CSV, may be gzipped.</param>
/// <param name="Partner">the partner's slug.</param>
/// <param name="Endpoint">the running server.</param>
/// <param name="Secret"><c>whsec_…</c></param>
/// <param name="Enrol">whether to enrol a member for each account that is not linked yet.</param>
public sealed record ImportRequest(
    string File,
    string Partner,
    Uri Endpoint,
    string Secret,
    bool Enrol,
    string ClientId,
    string ClientSecret
);

/// <summary>What an import did.</summary>
/// <param name="Read">transactions in the file.</param>
/// <param name="Covered">of them, payments that the contract covers; each is one event.</param>
/// <param name="Points">points of the events that were posted now, by currency.</param>
public sealed record ImportSummary(
    long Read,
    long Covered,
    long Enrolled,
    long Posted,
    long Duplicates,
    long Quarantined,
    long Rejected,
    IReadOnlyDictionary<string, long> Points,
    double Seconds,
    double EventsPerSecond
);

/// <summary>Sends a bank's transaction file to the running server exactly as a bank would: signed batches over HTTP. Safe to run
/// again: events keep their ids.</summary>
public sealed class ImportBankTransactions(TimeProvider clock)
{
    private const int BatchSize = 500;
    private const int ParallelMax = 4;
    private const int LinksPerRequest = 500;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <param name="progress">told the step, and how much of how much of it is done.</param>
    /// <exception cref="ImportException">it cannot go on; what was sent before stays.</exception>
    public async Task<ImportSummary> ExecuteAsync(
        ImportRequest request,
        Action<string, long, long> progress,
        CancellationToken cancellationToken
    )
    {
        if (!WebhookSignature.TryParseSecret(request.Secret, out var key))
        {
            throw new ImportException("The webhook secret is not of the form whsec_….");
        }

        if (!request.Endpoint.IsAbsoluteUri || !request.Endpoint.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            throw new ImportException("The endpoint is not of the form http://server:port.");
        }

        using var http = new HttpClient { BaseAddress = request.Endpoint, Timeout = TimeLimit };
        using var admin = new AdminClient(http, clock, request.ClientId, request.ClientSecret);
        var contract = (await admin.PartnerAsync(request.Partner, cancellationToken)).Contract.ToContract().Value;
        var read = 0L;
        var covered = new List<BankTransaction>();
        foreach (var transaction in BankTransaction.ReadFile(request.File))
        {
            read++;
            if (BankEvent.IsCovered(transaction, contract))
            {
                covered.Add(transaction);
            }
        }

        var enrolled = request.Enrol ? await EnrolAsync(request, admin, covered, progress, cancellationToken) : 0;
        var tally = new ReceiptTally();
        var start = clock.GetTimestamp();
        var webhook = new WebhookClient(http, clock, request.Partner, key);
        await Parallel.ForEachAsync(
            covered.Chunk(BatchSize),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = cancellationToken },
            async (batch, cancel) =>
            {
                using var receipt = await webhook.PostAsync(BankEvent.WriteBatch(request.Partner, batch), cancel);
                progress("Events", tally.Add(receipt), covered.Count);
            }
        );
        return tally.Summarise(read, covered.Count, enrolled, clock.GetElapsedTime(start));
    }

    private static async Task<long> EnrolAsync(
        ImportRequest request,
        AdminClient admin,
        List<BankTransaction> covered,
        Action<string, long, long> progress,
        CancellationToken cancellationToken
    )
    {
        var linked = await admin.LinkedCustomersAsync(request.Partner, cancellationToken);
        var accounts = covered
            .Select(transaction => transaction.AccountId)
            .Distinct(StringComparer.Ordinal)
            .Where(account => !linked.Contains(account))
            .ToArray();
        long done = 0;
        foreach (var group in accounts.Chunk(LinksPerRequest))
        {
            var members = new MemberId[group.Length];
            await Parallel.ForAsync(
                0,
                group.Length,
                new ParallelOptions { MaxDegreeOfParallelism = ParallelMax, CancellationToken = cancellationToken },
                async (i, cancel) =>
                {
                    members[i] = await admin.EnrolAsync(request.Partner, group[i], cancel);
                    progress("Members", Interlocked.Increment(ref done), accounts.Length);
                }
            );
            await admin.LinkAsync(request.Partner, group.Zip(members), cancellationToken);
        }

        return accounts.Length;
    }

    /// <summary>Counts what receipts say; several batches at a time.</summary>
    private sealed class ReceiptTally
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, long> statuses = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, long> points = new(StringComparer.Ordinal);

        /// <returns>how many results were counted so far.</returns>
        public long Add(JsonDocument receipt)
        {
            lock (gate)
            {
                foreach (var result in receipt.RootElement.GetProperty("results").EnumerateArray())
                {
                    var status = result.GetProperty("status").GetString()!;
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    if (status == "posted")
                    {
                        AddPoints(result.GetProperty("points"));
                    }
                }

                return statuses.Values.Sum();
            }
        }

        public ImportSummary Summarise(long read, long covered, long enrolled, TimeSpan elapsed) =>
            new(
                read,
                covered,
                enrolled,
                statuses.GetValueOrDefault("posted"),
                statuses.GetValueOrDefault("duplicate"),
                statuses.GetValueOrDefault("quarantined"),
                statuses.GetValueOrDefault("rejected"),
                points,
                Math.Round(elapsed.TotalSeconds, 2),
                Math.Round(covered / Math.Max(0.001, elapsed.TotalSeconds))
            );

        private void AddPoints(JsonElement posted)
        {
            foreach (var one in posted.EnumerateArray())
            {
                var currency = one.GetProperty("currency").GetString()!;
                points[currency] = points.GetValueOrDefault(currency) + one.GetProperty("points").GetInt64();
            }
        }
    }
}
