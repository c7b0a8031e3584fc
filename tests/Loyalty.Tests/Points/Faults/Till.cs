using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Tests.Host;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Loyalty.Tests.Points.Faults;

/// <summary>A partner's till that goes on sending whatever happens to the server, and keeps a book of what was acknowledged.</summary>
internal sealed class Till
{
    private const string Source = "urn:test:faulty-line";
    private const int Members = 40;
    private const int Workers = 8;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ResendMax = TimeSpan.FromSeconds(60);

    private static readonly HttpClient Http = new() { Timeout = AnswerMax };

    private readonly Club club;
    private readonly TestPartner partner;
    private readonly MemberId[] members;
    private readonly ConcurrentDictionary<string, string> sent = new();
    private readonly ConcurrentDictionary<string, long> acknowledged = new();
    private readonly ConcurrentQueue<string> surprises = new();
    private int count;
    private int attempts;

    private Till(Club club, TestPartner partner, MemberId[] members) =>
        (this.club, this.partner, this.members) = (club, partner, members);

    /// <summary>How many were acknowledged so far.</summary>
    public int Acknowledged => acknowledged.Count;

    /// <summary>Requests so far, whatever became of them.</summary>
    public int Attempts => attempts;

    public static async Task<Till> OpenAsync(Club club)
    {
        var members = new MemberId[Members];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = await club.GivenMemberAsync();
        }

        return new Till(club, await club.CreatePartnerAsync(), members);
    }

    /// <summary>Sends events until it is disposed of, to each of the nodes the same ones.</summary>
    public IAsyncDisposable Send(params IReadOnlyList<ApiNode> nodes) => new Sending(this, nodes);

    /// <summary>Waits until so many more were acknowledged.</summary>
    public async Task AcknowledgedMoreAsync(int more)
    {
        var wanted = Acknowledged + more;
        (await WaitFor.Async(() => Task.FromResult(Acknowledged), now => now >= wanted)).ShouldBeGreaterThanOrEqualTo(
            wanted,
            string.Join('\n', surprises.Take(3))
        );
    }

    /// <summary>What every fault must leave: all acknowledged events exactly once, nothing by halves, and a ledger that takes the rest
    /// when it is sent again.</summary>
    public async Task CheckAsync(ApiNode node)
    {
        surprises.ShouldBeEmpty();
        (await VerifyAsync()).ExitCode.ShouldBe(0);
        var posted = await PostedAsync();
        acknowledged.Keys.Except(posted).ShouldBeEmpty();

        using var limit = new CancellationTokenSource(ResendMax);
        await Parallel.ForEachAsync(
            sent,
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = limit.Token },
            async (one, cancellationToken) =>
            {
                while (!await PostAsync(node, one.Key, one.Value))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await PauseAsync();
                }
            }
        );
        surprises.ShouldBeEmpty();
        (await PostedAsync()).Order().ShouldBe(sent.Keys.Order());
        var points = await club.WithContextAsync(context =>
            context
                .Entries.Where(entry => entry.CounterAccount == partner.View.Id.ToString())
                .SumAsync(entry => entry.Points)
        );
        points.ShouldBe(acknowledged.Values.Sum());
        var verified = await VerifyAsync();
        verified.ExitCode.ShouldBe(0);
        verified.Json().GetProperty("entries").GetInt64().ShouldBe(sent.Count);
    }

    private Task<LoyaltyProcess> VerifyAsync() => LoyaltyProcess.RunAsync(club.Database, "verify-ledger", "--json");

    private Task<List<string>> PostedAsync() =>
        club.WithContextAsync(context =>
            context
                .PartnerEvents.Where(record => record.Source == Source && record.Status == PartnerEventStatus.Posted)
                .Select(record => record.EventId)
                .ToListAsync()
        );

    private async Task WorkAsync(IReadOnlyList<ApiNode> nodes, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref count);
            var id = number.ToString(CultureInfo.InvariantCulture);
            var body = Event(id, number);
            sent[id] = body;
            // As a partner does: the same again until it is acknowledged.
            while (
                !(await Task.WhenAll(nodes.Select(node => PostAsync(node, id, body)))).Contains(true)
                && !until.IsCancellationRequested
            )
            {
                await PauseAsync();
            }
        }
    }

    /// <returns>Whether it was acknowledged.</returns>
    private async Task<bool> PostAsync(ApiNode node, string id, string body)
    {
        Interlocked.Increment(ref attempts);
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = partner.Sign(bytes, TestPartner.EventType, partner.Secret);
        request.RequestUri = new Uri(node.Url, request.RequestUri!);
        try
        {
            using var answer = await Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Book(id, text);
                return true;
            }

            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
            {
                surprises.Enqueue($"{id}: {(int)answer.StatusCode} {text}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Whether it was done cannot be known, as on any broken line.
        }

        return false;
    }

    private void Book(string id, string text)
    {
        using var receipt = JsonDocument.Parse(text);
        var result = receipt.RootElement.GetProperty("results")[0];
        var first = result.GetProperty("status").GetString() == "duplicate" ? result.GetProperty("first") : result;
        var points = first.GetProperty("points")[0].GetProperty("points").GetInt64();
        if (first.GetProperty("status").GetString() != "posted" || points != Points(id))
        {
            surprises.Enqueue($"{id}: {text}");
        }

        acknowledged[id] = points;
    }

    private static long Points(string id) => 1 + int.Parse(id, CultureInfo.InvariantCulture) % 100;

    private string Event(string id, int number) =>
        $$"""
            {"specversion":"1.0","id":"{{id}}","source":"{{Source}}","type":"{{PartnerEvent.PointsGranted.TypeName}}",
             "time":"{{TimeProvider.System.Instant():yyyy-MM-ddTHH:mm:ss.ffffffZ}}",
             "data":{"member":{"memberId":"{{members[number % members.Length]}}"},"points":{{Points(
                id
            )}},"currency":"POINTS"} }
            """;

    private static async Task PauseAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await timer.WaitForNextTickAsync();
    }

    private sealed class Sending : IAsyncDisposable
    {
        private readonly CancellationTokenSource enough = new();
        private readonly Task working;

        public Sending(Till till, IReadOnlyList<ApiNode> nodes) =>
            working = Task.WhenAll(
                Enumerable.Range(0, Workers).Select(_ => Task.Run(() => till.WorkAsync(nodes, enough.Token)))
            );

        public async ValueTask DisposeAsync()
        {
            await enough.CancelAsync();
            await working;
            enough.Dispose();
        }
    }
}
