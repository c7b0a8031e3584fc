using System.Threading.Channels;
using Loyalty.Application.Events;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Loyalty.Storage.Points.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Loyalty.Application.Points.Ledger;

/// <summary>
/// Group commit. Callers hand in commands and wait; a writer takes what is there, up to <see cref="LedgerSettings.BatchMax"/>,
/// applies it in one transaction and completes the callers only after the commit. Under low load a command waits for
/// nothing, under high load batches grow by themselves. Commands of one member go to one writer, which keeps their order and
/// keeps writers of a process from waiting for each other's rows.
/// </summary>
public sealed partial class LedgerWriter : BackgroundService
{
    private const int AttemptsMax = 8;
    private const int RetryDelayMillisecondsMax = 2000;

    /// <summary>More than there are writers on few nodes, so that two of them seldom add to the same totals.</summary>
    private const int Slots = 32;

    private readonly Channel<Work>[] queues;
    private readonly DatabaseOptions database;
    private readonly LedgerSettings settings;
    private readonly ProgrammeSettings programme;
    private readonly TimeProvider clock;
    private readonly WalletChanges walletChanges;
    private readonly EventOutbox outbox;
    private readonly LedgerMetrics metrics;
    private readonly ILogger<LedgerWriter> logger;

    public LedgerWriter(
        DatabaseOptions database,
        LedgerSettings settings,
        ProgrammeSettings programme,
        TimeProvider clock,
        WalletChanges walletChanges,
        EventOutbox outbox,
        LedgerMetrics metrics,
        ILogger<LedgerWriter> logger
    )
    {
        (this.database, this.settings, this.programme) = (database, settings, programme);
        (this.clock, this.walletChanges, this.metrics, this.logger) = (clock, walletChanges, metrics, logger);
        this.outbox = outbox;
        var writers = settings.Writers ?? LedgerDialect.WritersDefault(database.Provider);
        queues =
        [
            .. Enumerable
                .Range(0, writers)
                .Select(_ =>
                    Channel.CreateBounded<Work>(
                        new BoundedChannelOptions(Math.Max(1, settings.QueueCapacity / writers)) { SingleReader = true }
                    )
                ),
        ];
    }

    /// <summary>
    /// Hands the commands in and waits until each is on the disk or refused; the answers stand in the commands' order. Null when
    /// the queue cannot take them: nothing was done then.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">the database failed; some commands may have been done all the same, which
    /// handing them in again will tell.</exception>
    public async Task<IReadOnlyList<LedgerOutcome>?> WriteAsync(
        IReadOnlyList<LedgerCommand> commands,
        CancellationToken cancellationToken
    )
    {
        if (queues.Sum(queue => queue.Reader.Count) + commands.Count > settings.QueueCapacity)
        {
            metrics.Refused(commands.Count);
            return null;
        }

        var works = new Work[commands.Count];
        for (var i = 0; i < works.Length; i++)
        {
            works[i] = new Work(commands[i]);
            var queue = queues[(uint)commands[i].Member.GetHashCode() % (uint)queues.Length];
            try
            {
                await queue.Writer.WriteAsync(works[i], cancellationToken);
            }
            catch (ChannelClosedException exception)
            {
                throw new LedgerUnavailableException("The host is stopping.", exception);
            }
        }

        var outcomes = new LedgerOutcome[works.Length];
        for (var i = 0; i < works.Length; i++)
        {
            outcomes[i] = await works[i].Completion.Task.WaitAsync(cancellationToken);
        }

        return outcomes;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken on is written before the host ends.
        foreach (var queue in queues)
        {
            queue.Writer.TryComplete();
        }

        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(queues.Select(queue => Task.Run(() => RunAsync(queue.Reader), CancellationToken.None)));

    private async Task RunAsync(ChannelReader<Work> queue)
    {
        await using var connection = new Connection(LedgerDialect.Create(database), Random.Shared.Next(Slots));
        var batch = new List<Work>(LedgerSettings.BatchMax);
        while (await queue.WaitToReadAsync())
        {
            // Requests that are ready to hand something in do so first: the batch is larger and the rest of the work the same.
            await Task.Yield();
            batch.Clear();
            while (batch.Count < LedgerSettings.BatchMax && queue.TryRead(out var work))
            {
                batch.Add(work);
            }

            await WriteAsync(batch, connection);
        }
    }

    /// <summary>Writes the batch, and where it cannot be written as a whole, its halves, so that one bad command never fails
    /// its neighbours.</summary>
    private async Task WriteAsync(List<Work> batch, Connection connection)
    {
        var failure = await TryWriteAsync(batch, connection);
        if (failure is null)
        {
            return;
        }

        if (batch.Count == 1 || failure.IsConnectionLost())
        {
            if (failure is OverflowException)
            {
                batch[0].Completion.TrySetResult(new LedgerOutcome.Refused(new EventRefusal.PointsOutOfRange()));
                return;
            }

            LogFailed(batch.Count, failure);
            foreach (var work in batch)
            {
                work.Completion.TrySetException(new LedgerUnavailableException("The ledger could not write.", failure));
            }

            return;
        }

        metrics.Bisected();
        await WriteAsync(batch[..(batch.Count / 2)], connection);
        await WriteAsync(batch[(batch.Count / 2)..], connection);
    }

    private async Task<Exception?> TryWriteAsync(List<Work> batch, Connection connection)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (outcomes, moved) = await CommitAsync(batch, connection);
                for (var i = 0; i < outcomes.Length; i++)
                {
                    batch[i].Completion.TrySetResult(outcomes[i]);
                }

                foreach (var change in moved)
                {
                    walletChanges.Publish(change);
                }

                metrics.Committed(batch.Count);
                return null;
            }
            // Whatever it is, callers must hear of it, and the writer must live on for the next batch.
            catch (Exception exception)
            {
                await connection.Dialect.CloseAsync();
                var again = exception.IsUniqueViolation() || exception.IsLostRace() || exception.IsConnectionLost();
                if (!again || attempt == AttemptsMax)
                {
                    return exception;
                }

                metrics.Retried();
                if (!exception.IsUniqueViolation())
                {
                    var delay = Math.Min(RetryDelayMillisecondsMax, 1 << (attempt + 2));
                    await Task.Delay(TimeSpan.FromMilliseconds(delay), clock);
                }
            }
        }
    }

    private async Task<(LedgerOutcome[] Outcomes, IReadOnlyList<WalletChange> Moved)> CommitAsync(
        List<Work> batch,
        Connection connection
    )
    {
        var club = await programme.CurrentAsync(CancellationToken.None);
        var tellsPostings = await outbox.IsAskedForAsync(ClubEventType.PointsPosted, CancellationToken.None);
        var (dialect, changes) = (connection.Dialect, connection.Changes);
        await using var transaction = await dialect.BeginAsync(CancellationToken.None);
        var needs = new LedgerNeeds();
        foreach (var work in batch)
        {
            work.Command.AddNeeds(needs);
        }

        var snapshot = await dialect.LoadAsync(needs, transaction, CancellationToken.None);
        var now = clock.Instant();
        var applying = new LedgerBatch(snapshot, club, now, club.Programme.AccountingDay(now), connection.Slot);
        var outcomes = batch.Select(work => work.Command.Apply(applying)).ToArray();
        changes.Clear();
        applying.WriteTo(changes);
        if (tellsPostings)
        {
            applying.WriteEventsTo(changes, outbox.Source);
        }

        await dialect.SaveAsync(changes, transaction, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return (outcomes, applying.Changes());
    }

    [LoggerMessage(LogLevel.Error, "The ledger could not write a batch of {Count} commands.")]
    private partial void LogFailed(int count, Exception exception);

    /// <summary>What one writer works with.</summary>
    private sealed record Connection(LedgerDialect Dialect, int Slot) : IAsyncDisposable
    {
        public LedgerChanges Changes { get; } = new();

        public ValueTask DisposeAsync() => Dialect.DisposeAsync();
    }

    private sealed record Work(LedgerCommand Command)
    {
        public TaskCompletionSource<LedgerOutcome> Completion { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The ledger could not write at this moment. Commands may be handed in again: their event ids keep them from being
/// done twice.</summary>
public sealed class LedgerUnavailableException(string message, Exception inner) : Exception(message, inner);
