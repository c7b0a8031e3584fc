using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Loyalty.Storage.Redis;
using Microsoft.Extensions.Hosting;

namespace Loyalty.Application.Notices;

/// <summary>
/// Short news between those who changed something and those who want to know at once, on every node: in this process always,
/// to other nodes through Redis where it is configured. Best effort: a notice may be lost, and comes at most a moment late.
/// It says what to read anew, and never holds what is to be believed.
/// </summary>
public sealed class ClubNotices : BackgroundService
{
    public const string MeterName = "Loyalty.Notices";

    private const int QueueCapacity = 4096;
    private const int MessageNoticesMax = 100;

    private readonly string node;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Action<string>[]> listeners = new(StringComparer.Ordinal);
    private readonly RedisBroadcast broadcast;
    private readonly Channel<Notice> queue;
    private readonly Counter<long> lost;

    public ClubNotices(RedisBroadcast broadcast, TimeProvider clock, IMeterFactory meters)
    {
        node = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        this.broadcast = broadcast;
        lost = meters
            .Create(MeterName)
            .CreateCounter<long>("loyalty.notices.lost", "{notice}", "Notices that found the queue full.");
        queue = Channel.CreateBounded<Notice>(
            new BoundedChannelOptions(QueueCapacity)
            {
                SingleReader = true,
                FullMode = BoundedChannelFullMode.DropOldest,
            },
            _ => lost.Add(1)
        );
    }

    /// <summary>Hands the notice over and returns at once; it never throws.</summary>
    /// <param name="topic">what listeners ask for.</param>
    /// <param name="text">at most a few hundred characters.</param>
    public void Publish(string topic, string text = "") => queue.Writer.TryWrite(new Notice(topic, text));

    /// <param name="heard">is called on a thread of the bus, so it must neither throw nor take long.</param>
    /// <returns>ends the listening when disposed of.</returns>
    public IDisposable Listen(string topic, Action<string> heard)
    {
        lock (gate)
        {
            listeners[topic] = [.. listeners.GetValueOrDefault(topic, []), heard];
        }

        return new Listening(this, topic, heard);
    }

    /// <summary>How many listen to the topic in this process.</summary>
    public int CountListeners(string topic)
    {
        lock (gate)
        {
            return listeners.GetValueOrDefault(topic, []).Length;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = broadcast.IsConfigured ? broadcast.ListenAsync(Hear, stoppingToken) : Task.CompletedTask;
        var batch = new List<Notice>(MessageNoticesMax);
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < MessageNoticesMax && queue.Reader.TryRead(out var notice))
            {
                batch.Add(notice);
                Tell(notice);
            }

            if (broadcast.IsConnected)
            {
                broadcast.Send(new NoticeMessage(node, batch).Write());
            }
        }

        await listening;
    }

    private void Hear(string text)
    {
        if (NoticeMessage.Read(text) is { } message && message.Node != node)
        {
            foreach (var notice in message.Notices)
            {
                Tell(notice);
            }
        }
    }

    private void Tell(Notice notice)
    {
        Action<string>[] telling;
        lock (gate)
        {
            telling = listeners.GetValueOrDefault(notice.Topic, []);
        }

        foreach (var heard in telling)
        {
            heard(notice.Text);
        }
    }

    private void Leave(string topic, Action<string> heard)
    {
        lock (gate)
        {
            Action<string>[] others =
            [
                .. listeners.GetValueOrDefault(topic, []).Where(one => !ReferenceEquals(one, heard)),
            ];
            if (others.Length > 0)
            {
                listeners[topic] = others;
            }
            else
            {
                listeners.Remove(topic);
            }
        }
    }

    private sealed class Listening(ClubNotices notices, string topic, Action<string> heard) : IDisposable
    {
        public void Dispose() => notices.Leave(topic, heard);
    }
}
