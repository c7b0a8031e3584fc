using System.Globalization;
using System.Runtime.CompilerServices;
using Loyalty.Application.Notices;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <summary>A wallet has new entries, from the first to the last without a gap.</summary>
public sealed record WalletChange(MemberId Member, WalletId Wallet, long FirstSequence, long LastSequence);

/// <summary>Tells on every node that points have moved, after the ledger has committed.</summary>
public sealed class WalletChanges(ClubNotices notices)
{
    /// <summary>Returns at once and never throws.</summary>
    public void Publish(WalletChange change) =>
        notices.Publish(
            Topic(change.Member),
            string.Create(CultureInfo.InvariantCulture, $"{change.Wallet} {change.FirstSequence} {change.LastSequence}")
        );

    /// <summary>
    /// The changes of the member's wallets from now on, until the token is cancelled. What happens while the reader is busy
    /// becomes one change a wallet, so nothing piles up; what happens while Redis is away may be missing.
    /// </summary>
    public IAsyncEnumerable<WalletChange> WatchAsync(MemberId member, CancellationToken cancellationToken)
    {
        var mailbox = new Mailbox();
        var listening = notices.Listen(
            Topic(member),
            text =>
            {
                if (Parse(member, text) is { } change)
                {
                    mailbox.Put(change);
                }
            }
        );
        // Listening begins now, not with the first read, so that nothing is missed between.
        cancellationToken.Register(listening.Dispose);
        return ReadAsync(mailbox, listening, cancellationToken);
    }

    public static string Topic(MemberId member) => $"wallets/{member}";

    private static async IAsyncEnumerable<WalletChange> ReadAsync(
        Mailbox mailbox,
        IDisposable listening,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var _ = listening;
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return await mailbox.TakeAsync(cancellationToken);
        }
    }

    private static WalletChange? Parse(MemberId member, string text) =>
        text.Split(' ') is [var wallet, var first, var last]
        && Identifier.TryParse<WalletId>(wallet, out var id)
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? new WalletChange(member, id, from, to)
            : null;

    /// <summary>At most one change a wallet waits.</summary>
    private sealed class Mailbox
    {
        private readonly Lock gate = new();
        private readonly Dictionary<WalletId, WalletChange> waiting = [];
        private readonly Queue<WalletId> order = [];
        private TaskCompletionSource filled = New();

        public void Put(WalletChange change)
        {
            lock (gate)
            {
                if (waiting.TryGetValue(change.Wallet, out var before))
                {
                    waiting[change.Wallet] = change with
                    {
                        FirstSequence = Math.Min(before.FirstSequence, change.FirstSequence),
                        LastSequence = Math.Max(before.LastSequence, change.LastSequence),
                    };
                }
                else
                {
                    waiting.Add(change.Wallet, change);
                    order.Enqueue(change.Wallet);
                }

                filled.TrySetResult();
            }
        }

        public async Task<WalletChange> TakeAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                Task some;
                lock (gate)
                {
                    if (order.TryDequeue(out var wallet) && waiting.Remove(wallet, out var change))
                    {
                        return change;
                    }

                    filled = New();
                    some = filled.Task;
                }

                await some.WaitAsync(cancellationToken);
            }
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
