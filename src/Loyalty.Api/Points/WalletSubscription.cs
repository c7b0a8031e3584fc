using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Points;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>Points have moved in one of the member's wallets.</summary>
/// <param name="Wallet">The wallet as it is now.</param>
/// <param name="Entries">What is new since the last message about this wallet, the newest first, 50 at the most; the wallet's
/// own list has all.</param>
public sealed record WalletChanged(
    WalletAsOf Wallet,
    [property: ListSize(AssumedSize = WalletSubscription.EntriesMax)] IReadOnlyList<EntryInWallet> Entries
);

/// <summary>What the member's app hears of without asking again.</summary>
[SubscriptionType]
public static class WalletSubscription
{
    internal const int EntriesMax = 50;

    /// <summary>Comes whenever points of the signed-in member are earned, taken back or moved otherwise, from now on. Several
    /// movements of one wallet within a moment come as one. After a new connection read the wallets once: what happened
    /// while there was none does not come.</summary>
    [Authorize(Policies.Member)]
    [Subscribe(With = nameof(WatchAsync))]
    public static async Task<WalletChanged> GetWalletChangedAsync(
        [EventMessage] WalletChange change,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        IDataLoader<EntryId, Entry> entryById,
        CancellationToken cancellationToken
    )
    {
        // Looked at again: staff may have detached the account or closed the membership since.
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var wallets = await walletsByMember.LoadAsync(me.Id, cancellationToken) ?? [];
        var wallet =
            Array.Find(wallets, wallet => wallet.Id == change.Wallet)
            ?? throw new CurrentMember.MemberNotLinked().ToGraphQL();
        var entries = new List<EntryInWallet>();
        var first = Math.Max(change.FirstSequence, change.LastSequence - EntriesMax + 1);
        var ids = new List<EntryId>();
        for (var sequence = change.LastSequence; sequence >= first; sequence--)
        {
            ids.Add(new EntryId(change.Wallet, sequence));
        }

        foreach (var entry in await entryById.LoadAsync(ids, cancellationToken))
        {
            if (entry is not null)
            {
                entries.Add(new EntryInWallet(entry, wallet.Currency));
            }
        }

        return new WalletChanged(wallet, entries);
    }

    public static async Task<IAsyncEnumerable<WalletChange>> WatchAsync(
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        WalletChanges changes,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return changes.WatchAsync(me.Id, cancellationToken);
    }
}
