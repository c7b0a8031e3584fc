using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Loyalty.Testing;

/// <summary>
/// Stands in for a system on the other side: a web server on a free loopback port that answers as a test has written
/// down, and keeps a journal of what it was asked.
/// <code>
/// await using var bank = await ScriptedServer.StartAsync();
/// bank.On("POST", "/hooks").Then(ScriptedAnswer.WithStatus(503)).Then(ScriptedAnswer.Cut).Always(ScriptedAnswer.Ok);
/// … send to bank.Address …
/// var first = await bank.NextRequestAsync();
/// bank.Unscripted.ShouldBeEmpty();
/// </code>
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private static readonly TimeSpan NextRequestTimeout = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<(string Method, string Path), AnswerScript> _scripts = new();
    private readonly Channel<JournalEntry> _arrivals = Channel.CreateUnbounded<JournalEntry>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _clock;
    private readonly WebApplication _application;
    private ImmutableList<JournalEntry> _journal = [];

    private ScriptedServer(TimeProvider clock)
    {
        _clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>The root of the server, with its port; ends with a slash.</summary>
    public Uri Address => new(_application.Urls.Single() + "/");

    /// <summary>All requests so far, in the order in which they were read.</summary>
    public IReadOnlyList<JournalEntry> Journal => _journal;

    /// <summary>Requests that nothing was written down for; a test of outgoing calls wants none.</summary>
    public IEnumerable<JournalEntry> Unscripted => _journal.Where(entry => !entry.WasScripted);

    /// <summary>Starts it, with nothing scripted: every request is answered 501.</summary>
    /// <param name="clock">For the delays of answers and the times in the journal; the system's when not given.</param>
    public static async Task<ScriptedServer> StartAsync(TimeProvider? clock = null)
    {
        var server = new ScriptedServer(clock ?? TimeProvider.System);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>The script for requests with this method and exact path (the query does not count).</summary>
    public AnswerScript On(string method, string path) =>
        _scripts.GetOrAdd((method.ToUpperInvariant(), path), _ => new AnswerScript());

    /// <summary>Waits for the next request that no call of this method has returned yet; it may still be unanswered.</summary>
    /// <exception cref="TimeoutException">None came within <paramref name="timeout"/> (30 s when not given).</exception>
    public Task<JournalEntry> NextRequestAsync(TimeSpan? timeout = null) =>
        _arrivals.Reader.ReadAsync(_stopping.Token).AsTask().WaitAsync(timeout ?? NextRequestTimeout, _stopping.Token);

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var answer = _scripts.GetValueOrDefault((request.Method, request.Path.Value ?? "/"))?.Next();
        var entry = new JournalEntry(
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            body.ToArray(),
            _clock.GetUtcNow(),
            WasScripted: answer is not null
        );
        ImmutableInterlocked.Update(ref _journal, journal => journal.Add(entry));
        _arrivals.Writer.TryWrite(entry);

        answer ??= new ScriptedAnswer
        {
            Status = 501,
            Body = $"Nothing is scripted for {request.Method} {request.Path}",
            ContentType = "text/plain",
        };
        await SendAsync(context, answer.BodyOf is { } of ? answer with { Body = of(entry) } : answer);
    }

    private async Task SendAsync(HttpContext context, ScriptedAnswer answer)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await answer.Until.WaitAsync(gone.Token);
            if (answer.Delay > TimeSpan.Zero)
                await Task.Delay(answer.Delay, _clock, gone.Token);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            context.Abort();
            return;
        }
        if (answer.CutsConnection)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body.Length == 0)
            return;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body, gone.Token);
    }

    public async ValueTask DisposeAsync()
    {
        // Answers still held back are cut, so that stopping does not wait for them.
        await _stopping.CancelAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }
}
