using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Loyalty.Storage.Points;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

/// <summary>A member's points.</summary>
[ObjectType<Member>(BindExplicitly = true)]
public static class MemberPoints
{
    /// <summary>The member's wallets, by the code of their currency. A wallet is there from the first entry on.</summary>
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<WalletAsOf>> GetWalletsAsync(
        [Parent] Member member,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        CancellationToken cancellationToken
    ) => await walletsByMember.LoadAsync(member.Id, cancellationToken) ?? [];

    /// <summary>The entries of all wallets in one list, the latest recorded first.</summary>
    /// <param name="filter">Only entries for which all of this holds.</param>
    [UsePaging(DefaultPageSize = EntryPages.SizeDefault, MaxPageSize = EntryPages.SizeMax)]
    public static async Task<Connection<EntryInWallet>> GetEntriesAsync(
        [Parent] Member member,
        PagingArguments paging,
        EntryFilterInput? filter,
        IDataLoader<MemberId, WalletAsOf[]> walletsByMember,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var wallets = await walletsByMember.LoadAsync(member.Id, cancellationToken) ?? [];
        return await EntryPages.ReadAsync(contexts, wallets, filter, paging, cancellationToken);
    }

    /// <summary>Wallets with their lots in one statement, so that a balance and the arrears beside it are of one instant.</summary>
    [DataLoader]
    public static async Task<ILookup<MemberId, WalletAsOf>> GetWalletsByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        ProgrammeSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var club = await settings.CurrentAsync(cancellationToken);
        var day = clock.Instant().DayIn(club.Programme.Zone());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = new List<WalletRow>();
        // A request sees one member.
        foreach (var member in members)
        {
            rows.AddRange(await WalletsOf.On(context)(context, member, day).ToListAsync(cancellationToken));
        }

        return rows.GroupBy(row => row.Wallet.WalletId)
            .Select(group =>
                Wallet.Load(group.First().Wallet, group.Where(row => row.Lot is not null).Select(row => row.Lot!))
            )
            .OrderBy(wallet => wallet.State.Currency.Value, StringComparer.Ordinal)
            .ToLookup(
                wallet => wallet.State.MemberId,
                wallet => new WalletAsOf(wallet, Currency(club, wallet.State.Currency), day)
            );
    }

    private sealed record WalletRow(WalletState Wallet, Lot? Lot);

    private static readonly KeptQuery<
        Func<LoyaltyDbContext, MemberId, DateOnly, IAsyncEnumerable<WalletRow>>
    > WalletsOf = new(() =>
        EF.CompileAsyncQuery(
            (LoyaltyDbContext context, MemberId member, DateOnly day) =>
                from wallet in context.Wallets.AsNoTracking()
                where wallet.MemberId == member
                join lot in context
                    .Lots.AsNoTracking()
                    .Where(lot => lot.Points > 0 && (lot.ExpiresOn >= day || lot.Held > 0))
                    on wallet.WalletId equals lot.WalletId
                    into lots
                from lot in lots.DefaultIfEmpty()
                select new WalletRow(wallet, lot)
        )
    );

    [DataLoader]
    public static async Task<IReadOnlyDictionary<EntryId, Entry>> GetEntryByIdAsync(
        IReadOnlyList<EntryId> ids,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FindEntriesAsync(ids, cancellationToken);
    }

    [DataLoader]
    public static async Task<IReadOnlyDictionary<PartnerId, Partner>> GetPartnerByIdAsync(
        IReadOnlyList<PartnerId> ids,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Partners.AsNoTracking()
            .Where(partner => ids.Contains(partner.Id))
            .ToDictionaryAsync(partner => partner.Id, cancellationToken);
    }

    // A currency younger than the settings at hand is shown by its code for the second that it takes.
    private static PointCurrency Currency(ClubSettings club, PointCurrencyCode code) =>
        club.Currencies.GetValueOrDefault(code)
        ?? new PointCurrency
        {
            Code = code,
            Name = code.Value,
            Kind = default,
        };
}
