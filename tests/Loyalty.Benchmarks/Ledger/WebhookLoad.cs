using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Loyalty.Benchmarks.Load;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>
/// Sends signed webhooks over plain sockets and checks every receipt; lean, because it shares a small machine with what it measures.
/// </summary>
public static class WebhookLoad
{
    private const int SignatureCheckedEvery = 64;
    private static readonly TimeSpan PacingInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>Paced requests of this time are sent and not measured: a generator that is new connects and compiles then, and what it
    /// is late would count as the server's.</summary>
    private static readonly TimeSpan PacingWarmUp = TimeSpan.FromSeconds(2);

    public static async Task<WebhookResult> RunAsync(WebhookPlan plan)
    {
        var due = Channel.CreateUnbounded<Due>();
        var watch = Stopwatch.StartNew();
        var runs = Enumerable
            .Range(0, plan.Connections)
            .Select(i => new ConnectionRun(plan, i, plan.RequestsPerSecond is null ? null : due.Reader))
            .ToArray();
        var running = Task.WhenAll(runs.Select(run => Task.Run(() => run.RunAsync(watch))));
        if (plan.RequestsPerSecond is { } rate)
            Pace(plan, rate, due.Writer);
        await running;
        var seconds = watch.Elapsed.TotalSeconds;
        var times = runs.SelectMany(run => run.Times).Order().ToArray();
        using var self = Process.GetCurrentProcess();
        return new WebhookResult(
            runs.Sum(run => run.Answers),
            runs.Sum(run => run.Answers) * plan.EventsPerRequest,
            runs.Sum(run => run.Points),
            runs.Sum(run => run.Failures),
            runs.Select(run => run.FirstFailure).FirstOrDefault(failure => failure is not null),
            runs.Sum(run => run.Signatures),
            seconds,
            Quantile(times, 0.5),
            Quantile(times, 0.99),
            Quantile(times, 0.999),
            self.TotalProcessorTime.TotalSeconds
        );
    }

    /// <summary>A server that stalls is not asked more slowly: what is due waits in the channel, and the waiting counts.</summary>
    private static void Pace(WebhookPlan plan, double rate, ChannelWriter<Due> due)
    {
        var start = Stopwatch.GetTimestamp();
        var interval = Stopwatch.Frequency / rate;
        var unmeasured = (long)(PacingWarmUp.TotalSeconds * rate);
        var total = unmeasured + (long)(plan.Duration.TotalSeconds * rate);
        using var pause = new ManualResetEventSlim();
        for (var i = 0L; i < total; i++)
        {
            var at = start + (long)(i * interval);
            while (Stopwatch.GetTimestamp() < at)
                pause.WaitHandle.WaitOne(PacingInterval);
            due.TryWrite(new Due(at, IsMeasured: i >= unmeasured));
        }
        due.Complete();
    }

    private static long Quantile(int[] times, double share) =>
        times.Length == 0 ? 0 : times[Math.Min(times.Length - 1, (int)(times.Length * share))];

    private sealed class ConnectionRun(WebhookPlan plan, int number, ChannelReader<Due>? due)
    {
        private readonly WebhookRequests requests = new(plan, number);

        public List<int> Times { get; } = new(20_000);

        public long Answers { get; private set; }

        public long Points { get; private set; }

        public long Failures { get; private set; }

        public long Signatures { get; private set; }

        public string? FirstFailure { get; private set; }

        public async Task RunAsync(Stopwatch watch)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, plan.Port));
            var reader = new ResponseReader(socket, plan.EventsPerRequest > 1 ? 4 * 1024 * 1024 : 16 * 1024);
            if (due is null)
            {
                while (watch.Elapsed < plan.Duration)
                    await SendAsync(socket, reader, new Due(Stopwatch.GetTimestamp(), IsMeasured: true));
                return;
            }
            await foreach (var one in due.ReadAllAsync())
                await SendAsync(socket, reader, one);
        }

        private async ValueTask SendAsync(Socket socket, ResponseReader reader, Due one)
        {
            var request = requests.Next();
            for (var sent = 0; sent < request.Length; )
                sent += await socket.SendAsync(request[sent..]);
            var answer = await reader.ReadAnswerAsync();
            var time = (int)Math.Min(int.MaxValue, Stopwatch.GetElapsedTime(one.At).TotalMicroseconds);
            if (IsGood(answer))
            {
                Answers++;
                if (one.IsMeasured)
                    Times.Add(time);
                return;
            }
            Failures++;
            FirstFailure ??= Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(2_000, answer.Body.Length)]);
        }

        private bool IsGood(ResponseReader.Answer answer)
        {
            if (answer.Status != 200)
                return false;
            if (!plan.ChecksReceipts)
                return true;
            if (!requests.IsExpected(answer.Body.Span, out var points))
                return false;
            if (Answers % SignatureCheckedEvery == 0)
            {
                Signatures++;
                if (!requests.IsSigned(answer.Head.Span, answer.Body.Span))
                    return false;
            }
            Points += points;
            return true;
        }
    }

    /// <summary>A request that is to be sent.</summary>
    /// <param name="At">Timestamp from which its latency counts.</param>
    private readonly record struct Due(long At, bool IsMeasured);
}
