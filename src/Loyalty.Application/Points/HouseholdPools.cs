using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <summary>What a member can spend in the household, one pool a currency that was asked for.</summary>
/// <param name="Household">as it was when the shares were worked out.</param>
/// <param name="MaySpend">whether the member may spend what the others share; without it the pools hold the own points alone.</param>
public sealed record MemberPools(
    SpendingHousehold Household,
    bool MaySpend,
    IReadOnlyDictionary<PointCurrencyCode, HouseholdPool> Pools
);

public static class SpendableHouseholds
{
    /// <summary>Why a member may not spend the household's points.</summary>
    /// <param name="pools">null for a member who is in no household.</param>
    /// <returns>null for who may.</returns>
    public static HouseholdRefusal? WhyNotSpend(this MemberPools? pools) =>
        pools switch
        {
            null => new HouseholdRefusal.InNoHousehold(),
            { MaySpend: false } => new HouseholdRefusal.MayNotSpend(),
            _ => null,
        };
}

/// <summary>Works out what a member of a household can spend.</summary>
public sealed class HouseholdPools(LoyaltyDbContext context)
{
    /// <param name="currency">the code of a redeemable currency.</param>
    /// <returns>null for a member who is in no household.</returns>
    public async Task<Outcome<HouseholdPool?>> FindAsync(
        MemberId member,
        string currency,
        ClubSettings club,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var code = errors.RedeemableCurrency("currency", currency, club);
        if (errors.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await ReadAsync(member, [code], now.DayIn(club.Programme.Zone()), cancellationToken);
        return found?.Pools[code];
    }

    /// <summary>Of all redeemable currencies.</summary>
    /// <returns>null for a member who is in no household.</returns>
    public Task<MemberPools?> OfAllAsync(
        MemberId member,
        ClubSettings club,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            member,
            [
                .. club
                    .Currencies.Values.Where(currency => currency.Kind == PointCurrencyKind.Redeemable)
                    .Select(currency => currency.Code),
            ],
            now.DayIn(club.Programme.Zone()),
            cancellationToken
        );

    /// <param name="day">today in the programme's zone.</param>
    /// <returns>null for a member who is in no household.</returns>
    public async Task<MemberPools?> ReadAsync(
        MemberId member,
        IReadOnlyCollection<PointCurrencyCode> currencies,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        // The version first: what changes after it was read is noticed by whoever spends.
        var household = await context
            .HouseholdPlaces.Where(place => place.MemberId == member && place.JoinedAt != null && place.EndedAt == null)
            .Join(
                context.Households,
                place => place.HouseholdId,
                row => row.Id,
                (_, row) => new { row.Id, row.Version }
            )
            .FirstOrDefaultAsync(cancellationToken);
        if (household is null)
        {
            return null;
        }

        var places = await context
            .HouseholdPlaces.AsNoTracking()
            .Where(place => place.HouseholdId == household.Id && place.JoinedAt != null && place.EndedAt == null)
            .Join(
                context.Members,
                place => place.MemberId,
                row => row.Id,
                (place, row) => new HouseholdMember(place, row.Status)
            )
            .ToListAsync(cancellationToken);
        var maySpend = places.Exists(one => one.Place.MemberId == member && one.Place.MaySpend);
        var others = places
            .Where(one => maySpend && one.Place.MemberId != member && one.Status.Allows(MemberOperation.Spend))
            .Select(one => one.Place)
            .OrderBy(place => place.JoinedAt)
            .ThenBy(place => place.Id.Value)
            .ToArray();
        var available = await AvailableAsync(
            [.. others.Select(place => place.MemberId), member],
            currencies,
            day,
            cancellationToken
        );
        return new MemberPools(
            new SpendingHousehold(household.Id, household.Version),
            maySpend,
            currencies.ToDictionary(
                currency => currency,
                currency => new HouseholdPool(
                    member,
                    available[WalletId.Of(member, currency)],
                    [
                        .. others.Select(place => new PoolShare(
                            place.MemberId,
                            available[WalletId.Of(place.MemberId, currency)],
                            place.SharePercent
                        )),
                    ]
                )
            )
        );
    }

    private async Task<Dictionary<WalletId, long>> AvailableAsync(
        IReadOnlyCollection<MemberId> members,
        IReadOnlyCollection<PointCurrencyCode> currencies,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        var wallets = members.SelectMany(_ => currencies, WalletId.Of).ToArray();
        // One statement, so that what is seen is of one moment.
        var lots = await context
            .Lots.AsNoTracking()
            .Where(lot => wallets.Contains(lot.WalletId) && lot.Points > 0)
            .ToListAsync(cancellationToken);
        var byWallet = lots.Where(lot => lot.Key.IsValidOn(day)).ToLookup(lot => lot.WalletId);
        return wallets.ToDictionary(wallet => wallet, wallet => byWallet[wallet].Sum(lot => lot.Points - lot.Held));
    }

    private sealed record HouseholdMember(HouseholdPlace Place, MemberStatus Status);
}
