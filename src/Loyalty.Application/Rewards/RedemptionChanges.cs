using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Loyalty.Application.Notices;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;

namespace Loyalty.Application.Rewards;

/// <summary>Tells on every node that a redemption has come on, after that was committed.</summary>
public sealed class RedemptionChanges(ClubNotices notices)
{
    private const int WaitingMax = 64;

    public static string Topic(MemberId member) => $"redemptions/{member}";

    /// <summary>Returns at once and never throws.</summary>
    public void Publish(MemberId member, RedemptionId redemption) =>
        notices.Publish(Topic(member), redemption.ToString());

    /// <summary>The member's redemptions that come on from now on, until the token is cancelled. What a slow reader has waiting
    /// is bounded: the oldest go.</summary>
    public IAsyncEnumerable<RedemptionId> WatchAsync(MemberId member, CancellationToken cancellationToken)
    {
        var mailbox = Channel.CreateBounded<RedemptionId>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        // Listening begins now, not with the first read, so that nothing is missed between.
        var listening = notices.Listen(
            Topic(member),
            text =>
            {
                if (Identifier.TryParse<RedemptionId>(text, out var id))
                {
                    mailbox.Writer.TryWrite(id);
                }
            }
        );
        cancellationToken.Register(listening.Dispose);
        return ReadAsync(mailbox.Reader, listening, cancellationToken);
    }

    private static async IAsyncEnumerable<RedemptionId> ReadAsync(
        ChannelReader<RedemptionId> mailbox,
        IDisposable listening,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var _ = listening;
        await foreach (var id in mailbox.ReadAllAsync(cancellationToken))
        {
            yield return id;
        }
    }
}
