using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Members;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>An entry with what its wallet's points are counted in.</summary>
public sealed record EntryInWallet(Entry Entry, PointCurrency Currency);

/// <summary>One movement of points. It is never changed: a correction is another entry that refers to it.</summary>
[Node]
[GraphQLName("Entry")]
[ObjectType<EntryInWallet>(BindExplicitly = true)]
public static class EntryType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] EntryInWallet entry) => entry.Entry.Id.ToString();

    /// <summary>What happened.</summary>
    public static EntryKind GetKind([Parent] EntryInWallet entry) => entry.Entry.Kind;

    /// <summary>What its points are counted in.</summary>
    public static PointCurrency GetCurrency([Parent] EntryInWallet entry) => entry.Currency;

    /// <summary>What the wallet gained, negative for what it lost.</summary>
    public static long GetPoints([Parent] EntryInWallet entry) => entry.Entry.Points;

    /// <summary>The wallet's balance right after this entry.</summary>
    public static long GetBalanceAfter([Parent] EntryInWallet entry) => entry.Entry.BalanceAfter;

    /// <summary>When the activity happened.</summary>
    public static DateTimeOffset GetOccurredAt([Parent] EntryInWallet entry) => entry.Entry.OccurredAt;

    /// <summary>When the club learned of it and moved the points.</summary>
    public static DateTimeOffset GetRecordedAt([Parent] EntryInWallet entry) => entry.Entry.RecordedAt;

    /// <summary>The partner that gives the points, or takes them back; null for the club itself.</summary>
    [Cost(1)] // all of a page in one statement
    public static async ValueTask<Partner?> GetPartnerAsync(
        [Parent] EntryInWallet entry,
        PartnerDirectory directory,
        IDataLoader<PartnerId, Partner> partnerById,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse<PartnerId>(entry.Entry.CounterAccount, out var id))
        {
            return null;
        }

        // The directory holds the active ones in memory.
        return await directory.FindAsync(entry.Entry.CounterAccount, cancellationToken) is { } active
            ? active.Partner
            : await partnerById.LoadAsync(id, cancellationToken);
    }

    /// <summary>The entry that this one takes back, wholly or in part, or whose points it makes usable; null for all other
    /// kinds.</summary>
    [Cost(1)] // all of a page in one statement
    public static async Task<EntryInWallet?> GetReversesAsync(
        [Parent] EntryInWallet entry,
        IDataLoader<EntryId, Entry> entryById,
        CancellationToken cancellationToken
    ) =>
        entry.Entry.ReversesSequence is { } sequence
        && await entryById.LoadAsync(new EntryId(entry.Entry.WalletId, sequence), cancellationToken) is { } original
            ? entry with
            {
                Entry = original,
            }
            : null;

    /// <summary>Whether the partner reported the activity late; it was judged by the rules of its own day then.</summary>
    public static bool GetLate([Parent] EntryInWallet entry) => Explanation.Parse(entry.Entry.Explanation).Late;

    /// <summary>Why the entry is what it is.</summary>
    [Cost(1)] // the member is at hand
    public static async ValueTask<EntryExplanation> GetExplanationAsync(
        [Parent] EntryInWallet entry,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IHttpContextAccessor http,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var texts = ExplanationTexts.For(me.PreferredLanguage, http.HttpContext?.Request);
        return EntryExplanation.Of(entry.Entry, texts);
    }

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<EntryInWallet?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        IDataLoader<EntryId, Entry> entryById,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (!EntryId.TryParse(id, out var wanted))
        {
            return null;
        }

        var wallets = await walletsByMember.LoadAsync(me.Id, cancellationToken) ?? [];
        return
            Array.Find(wallets, wallet => wallet.Id == wanted.Wallet) is { } mine
            && await entryById.LoadAsync(wanted, cancellationToken) is { } entry
            ? new EntryInWallet(entry, mine.Currency)
            : null;
    }
}

/// <summary>A company with which the member collects points.</summary>
[ObjectType<Partner>(BindExplicitly = true)]
public static class PartnerType
{
    /// <summary>The partner's id, for filters.</summary>
    [ID]
    public static string GetId([Parent] Partner partner) => partner.Id.ToString();

    /// <summary>The partner's name.</summary>
    public static string GetName([Parent] Partner partner) => partner.Name;
}
