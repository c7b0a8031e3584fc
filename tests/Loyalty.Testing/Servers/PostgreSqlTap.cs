using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Loyalty.Testing;

/// <summary>
/// Stands between a program and PostgreSQL and counts durable steps: answers after which a change is committed. At the step that a test
/// names it keeps the answer back and strikes, so that the program can be killed exactly when the database has changed and the
/// program does not know. Messages: https://www.postgresql.org/docs/current/protocol-message-formats.html.
/// </summary>
public sealed class PostgreSqlTap : IAsyncDisposable
{
    private const byte CommandComplete = (byte)'C';
    private const byte ReadyForQuery = (byte)'Z';
    private const byte Idle = (byte)'I';

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private readonly IPEndPoint server;
    private readonly Task accepting;
    private int stepsLeft = int.MaxValue;
    private Action? strike;

    public PostgreSqlTap(IPEndPoint server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether the last strike that was asked for has happened.</summary>
    public bool HasStruck { get; private set; }

    /// <param name="step">from 1, counted from now on over all connections.</param>
    /// <param name="act">what happens then; the answer to that step never arrives.</param>
    public void StrikeAt(int step, Action act)
    {
        lock (gate)
        {
            (stepsLeft, strike, HasStruck) = (step, act, false);
        }
    }

    /// <returns>whether it had struck before.</returns>
    public bool Disarm()
    {
        lock (gate)
        {
            strike = null;
            return HasStruck;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting;
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(CarryAsync(await listener.AcceptTcpClientAsync(ended.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The end was asked for.
        }

        await Task.WhenAll(connections);
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var upstream = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await upstream.ConnectAsync(server, ended.Token);
                var asked = client.GetStream().CopyToAsync(upstream.GetStream(), ended.Token);
                await Task.WhenAny(asked, CarryAnswersAsync(upstream.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two went away, and so does the other's connection.
            }
        }
    }

    private async Task CarryAnswersAsync(NetworkStream from, NetworkStream to)
    {
        var header = new byte[5];
        var hasWritten = false;
        while (true)
        {
            await from.ReadExactlyAsync(header, ended.Token);
            var message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
            header.CopyTo(message, 0);
            await from.ReadExactlyAsync(message.AsMemory(header.Length), ended.Token);
            if (message[0] == CommandComplete)
            {
                hasWritten |= IsWrite(Encoding.ASCII.GetString(message.AsSpan(header.Length..^1)));
            }
            else if (message[0] == ReadyForQuery && message[^1] == Idle && hasWritten)
            {
                hasWritten = false;
                if (IsStruck())
                {
                    return;
                }
            }

            await to.WriteAsync(message, ended.Token);
        }
    }

    /// <summary>Tags such as <c>INSERT 0 1</c> and <c>UPDATE 3</c>, which end in the number of rows.</summary>
    private static bool IsWrite(string tag) =>
        tag.Split(' ') is ["INSERT" or "UPDATE" or "DELETE" or "MERGE" or "COPY", .., not "0"];

    private bool IsStruck()
    {
        lock (gate)
        {
            if (strike is not { } act || --stepsLeft > 0)
            {
                return false;
            }

            strike = null;
            act();
            HasStruck = true;
            return true;
        }
    }
}
