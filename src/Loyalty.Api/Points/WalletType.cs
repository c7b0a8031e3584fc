using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>A wallet as it stands on a day of the programme's time zone, so that all that one answer says of it holds at the
/// same instant.</summary>
public sealed record WalletAsOf(Wallet Wallet, PointCurrency Currency, DateOnly Day)
{
    public WalletId Id => Wallet.State.WalletId;
}

/// <summary>The member's account in one point currency, as of the moment of the request: points that have lapsed do not count,
/// even while their entry is still to be written.</summary>
[Node]
[GraphQLName("Wallet")]
[ObjectType<WalletAsOf>(BindExplicitly = true)]
public static class WalletType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] WalletAsOf wallet) => wallet.Id.ToString();

    /// <summary>What its points are counted in.</summary>
    public static PointCurrency GetCurrency([Parent] WalletAsOf wallet) => wallet.Currency;

    /// <summary>available + pending + held - arrears, in points. Below zero while more is owed than is there.</summary>
    public static long GetBalance([Parent] WalletAsOf wallet) => wallet.Wallet.BalanceOn(wallet.Day);

    /// <summary>Points that can be spent now.</summary>
    public static long GetAvailable([Parent] WalletAsOf wallet) => wallet.Wallet.AvailableOn(wallet.Day);

    /// <summary>Points that are earned and can be spent from a later day on.</summary>
    public static long GetPending([Parent] WalletAsOf wallet) => wallet.Wallet.PendingOn(wallet.Day);

    /// <summary>Points that are reserved for redemptions that are under way. They do not lapse meanwhile.</summary>
    public static long GetHeld([Parent] WalletAsOf wallet) => wallet.Wallet.State.Held;

    /// <summary>Points that are owed, because a purchase was returned after they were spent. What is earned next repays them
    /// first.</summary>
    public static long GetArrears([Parent] WalletAsOf wallet) => wallet.Wallet.State.Arrears;

    /// <summary>What lapses when, the soonest first: every point that has an end, pending ones too.</summary>
    [ListSize(AssumedSize = 24)]
    public static IReadOnlyList<LapsingPoints> GetLapsing([Parent] WalletAsOf wallet) =>
        wallet.Wallet.LapsingFrom(wallet.Day);

    /// <summary>The wallet's entries, the newest first.</summary>
    /// <param name="filter">Only entries for which all of this holds.</param>
    [UsePaging(DefaultPageSize = EntryPages.SizeDefault, MaxPageSize = EntryPages.SizeMax)]
    public static Task<Connection<EntryInWallet>> GetEntriesAsync(
        [Parent] WalletAsOf wallet,
        PagingArguments paging,
        EntryFilterInput? filter,
        IDataLoader<EntryPage, Connection<EntryInWallet>> entryPages,
        CancellationToken cancellationToken
    ) => entryPages.LoadAsync(EntryPages.Of(wallet, filter, paging), cancellationToken)!;

    /// <summary>The wallet as it was at a past instant; null when it had not been opened. What was recorded later does not count,
    /// whenever it happened.</summary>
    /// <param name="at">Not in the future.</param>
    [Cost(20)] // reads all entries of the wallet before the instant
    public static async Task<PastWallet?> GetAsOfAsync(
        [Parent] WalletAsOf wallet,
        DateTimeOffset at,
        PastWallets past,
        ProgrammeSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (at > clock.GetUtcNow())
        {
            throw new Refusal.InvalidRequest("at", "must not lie in the future").ToGraphQL();
        }

        var instant = at.ToStoredInstant();
        var found = await past.ReadAsync([wallet.Wallet.State], instant, cancellationToken);
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        return found is [var then] ? PastWallet.Of(then, instant, instant.DayIn(zone)) : null;
    }

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<WalletAsOf?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return Identifier.TryParse<WalletId>(id, out var wanted)
            ? (await walletsByMember.LoadAsync(me.Id, cancellationToken))?.FirstOrDefault(wallet => wallet.Id == wanted)
            : null;
    }
}

/// <summary>What the club counts points in.</summary>
[ObjectType<PointCurrency>(BindExplicitly = true)]
public static class PointCurrencyType
{
    /// <summary>The club's code: capital letters, digits and underscores.</summary>
    public static string GetCode([Parent] PointCurrency currency) => currency.Code.Value;

    /// <summary>How the club calls them.</summary>
    public static string GetName([Parent] PointCurrency currency) => currency.Name;

    /// <summary>Whether they can be spent, or count towards a tier.</summary>
    public static PointCurrencyKind GetKind([Parent] PointCurrency currency) => currency.Kind;

    /// <summary>What one point pays of an order; null when orders cannot be paid with them.</summary>
    public static MoneyAmount? GetValuePerPoint([Parent] PointCurrency currency) =>
        currency.ValuePerPoint is { } value ? new MoneyAmount(value.Amount, value.Currency.Code) : null;
}
