using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Loyalty.Benchmarks.Load;

/// <summary>What a load is made of.</summary>
/// <param name="Url">Where the requests go.</param>
/// <param name="Body">The JSON of every request.</param>
/// <param name="Connections">How many requests are under way at a time.</param>
/// <param name="Duration">How long.</param>
/// <param name="Tokens">Bearer tokens that the requests take in turn; none sends them without.</param>
/// <param name="FirstKey">With it each request has a key of its own, counted from here, in place of <see cref="KeyMark"/>.</param>
public sealed record LoadPlan(
    Uri Url,
    string Body,
    int Connections,
    TimeSpan Duration,
    IReadOnlyList<string> Tokens,
    long? FirstKey = null
)
{
    /// <summary>Where the key stands in the body.</summary>
    public const string KeyMark = "00000000000000000000";
}

/// <summary>What a load gave.</summary>
/// <param name="Requests">Answers with status 200.</param>
/// <param name="Failures">Answers with any other status.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="P50">Half of the answers came within so many microseconds.</param>
/// <param name="P99">Of a hundred answers 99 came within so many microseconds.</param>
public sealed record LoadResult(long Requests, long Failures, double Seconds, long P50, long P99)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>
/// A closed loop of HTTP/1.1 over plain sockets, lean so that on a small machine the servers get the processor. Each connection
/// sends its next request when the answer to the last has come.
/// </summary>
public static class LoadGenerator
{
    private const int SlowestMicroseconds = 1_000_000;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(LoadPlan.KeyMark);

    public static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        var requests =
            plan.Tokens.Count == 0 ? [Request(plan, null)] : plan.Tokens.Select(t => Request(plan, t)).ToArray();
        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(
            Enumerable.Range(0, plan.Connections).Select(i => Task.Run(() => ConnectionAsync(plan, requests, i, watch)))
        );
        var seconds = watch.Elapsed.TotalSeconds;
        var times = new long[SlowestMicroseconds + 1];
        foreach (var run in runs)
        {
            foreach (var time in run.Times)
                times[time]++;
        }
        var failures = runs.Sum(run => run.Failures);
        return new LoadResult(times.Sum(), failures, seconds, Quantile(times, 0.5), Quantile(times, 0.99));
    }

    private static byte[] Request(LoadPlan plan, string? token)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"POST {plan.Url.PathAndQuery} HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {plan.Url.Authority}\r\n")
            .Append("Content-Type: application/json\r\nAccept: application/json\r\n");
        if (token is not null)
            text.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        var length = Encoding.UTF8.GetByteCount(plan.Body);
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n").Append(plan.Body);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed record ConnectionRun(List<int> Times, long Failures);

    private static async Task<ConnectionRun> ConnectionAsync(
        LoadPlan plan,
        byte[][] requests,
        int number,
        Stopwatch watch
    )
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, plan.Url.Port));
        var reader = new ResponseReader(socket);
        var times = new List<int>(100_000);
        var failures = 0L;
        byte[] scratch = [];
        for (var i = number; watch.Elapsed < plan.Duration; i += plan.Connections)
        {
            var start = Stopwatch.GetTimestamp();
            await socket.SendAsync(Numbered(requests[i % requests.Length], plan.FirstKey + i, ref scratch));
            if (await reader.ReadAsync())
                times.Add((int)Math.Min(Stopwatch.GetElapsedTime(start).TotalMicroseconds, SlowestMicroseconds));
            else
                failures++;
        }
        return new ConnectionRun(times, failures);
    }

    /// <summary>The request with its own key; the same request where keys are not wanted.</summary>
    private static ReadOnlyMemory<byte> Numbered(byte[] request, long? key, ref byte[] scratch)
    {
        if (key is not { } number)
            return request;
        if (scratch.Length < request.Length)
            scratch = new byte[request.Length];
        request.CopyTo(scratch, 0);
        var mark = request.AsSpan().IndexOf(Mark);
        Utf8Formatter.TryFormat(number, scratch.AsSpan(mark), out _, new StandardFormat('D', (byte)Mark.Length));
        return scratch.AsMemory(0, request.Length);
    }

    private static long Quantile(long[] times, double share)
    {
        var wanted = (long)Math.Ceiling(times.Sum() * share);
        var seen = 0L;
        for (var i = 0; i < times.Length; i++)
        {
            seen += times[i];
            if (seen >= wanted)
                return i;
        }
        return SlowestMicroseconds;
    }
}
