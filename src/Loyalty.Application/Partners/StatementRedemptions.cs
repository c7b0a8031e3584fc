using System.Runtime.CompilerServices;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>Reads what a partner is paid for: redemptions that it delivered, in the month of delivery in the programme's zone, and those
/// that came back to it, in the month in which they did.</summary>
public sealed class StatementRedemptions(LoyaltyDbContext context)
{
    /// <param name="after">null from the beginning.</param>
    /// <param name="chunkSize">redemptions that are read at a time.</param>
    public async IAsyncEnumerable<StatementGroup> ReadAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        StatementPlace? after,
        int chunkSize,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var place =
            after is { Part: StatementPart.Fulfilled or StatementPart.Returned } given && given.At >= month.From
                ? given
                : new StatementPlace(StatementPart.Fulfilled, month.From, Guid.Empty);
        while (true)
        {
            var movement =
                place.Part == StatementPart.Returned ? StatementMovement.Returned : StatementMovement.Fulfilled;
            var redemptions = await PageAsync(partner, month.To, place, chunkSize, cancellationToken);
            foreach (var redemption in redemptions)
            {
                var line = StatementLine.Of(movement, redemption);
                place = place with { At = line.RecordedAt!.Value, Id = redemption.Id.Value };
                yield return new StatementGroup(place, [line]);
            }

            if (redemptions.Count == chunkSize)
            {
                continue;
            }

            if (place.Part == StatementPart.Returned)
            {
                yield break;
            }

            place = new StatementPlace(StatementPart.Returned, month.From, Guid.Empty);
        }
    }

    /// <summary>The totals of a month.</summary>
    public async Task<IReadOnlyList<StatementFigures.OfFulfilment>> SumAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        CancellationToken cancellationToken
    )
    {
        var delivered = await SumAsync(
            Paid(partner).Where(row => row.FulfilledAt >= month.From && row.FulfilledAt < month.To),
            cancellationToken
        );
        var returned = await SumAsync(
            Paid(partner).Where(row => row.TakenBackAt >= month.From && row.TakenBackAt < month.To),
            cancellationToken
        );
        return
        [
            .. delivered
                .Keys.Union(returned.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(currency =>
                {
                    var (given, back) = (delivered.GetValueOrDefault(currency), returned.GetValueOrDefault(currency));
                    return new StatementFigures.OfFulfilment(
                        currency,
                        given.Count,
                        -given.Money,
                        back.Count,
                        back.Money,
                        CorrectionMoney: 0
                    );
                }),
        ];
    }

    /// <summary>Whether a redemption has a line of the movement in the month.</summary>
    public async Task<StatementLine?> FindAsync(
        PartnerId partner,
        (DateTimeOffset From, DateTimeOffset To) month,
        StatementMovement movement,
        RedemptionId id,
        CancellationToken cancellationToken
    )
    {
        var redemption = await Paid(partner).FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        var at = movement == StatementMovement.Returned ? redemption?.TakenBackAt : redemption?.FulfilledAt;
        return at >= month.From && at < month.To ? StatementLine.Of(movement, redemption!) : null;
    }

    /// <returns>when the partner delivered for the first time; null when it never did.</returns>
    public Task<DateTimeOffset?> FirstAsync(PartnerId partner, CancellationToken cancellationToken) =>
        Paid(partner).MinAsync(row => row.FulfilledAt, cancellationToken);

    private IQueryable<Redemption> Paid(PartnerId partner) =>
        context
            .Redemptions.AsNoTracking()
            .Where(row => row.PartnerId == partner && row.Cost != null && row.FulfilledAt != null);

    private static async Task<Dictionary<string, (int Count, decimal Money)>> SumAsync(
        IQueryable<Redemption> redemptions,
        CancellationToken cancellationToken
    )
    {
        var sums = await redemptions
            .GroupBy(row => row.CostCurrency)
            .Select(group => new
            {
                Currency = group.Key,
                Count = group.Count(),
                Money = group.Sum(row => row.Cost),
            })
            .ToListAsync(cancellationToken);
        return sums.ToDictionary(
            one => one.Currency!.Value.Code,
            one => (one.Count, one.Money ?? 0),
            StringComparer.Ordinal
        );
    }

    private Task<List<Redemption>> PageAsync(
        PartnerId partner,
        DateTimeOffset to,
        StatementPlace place,
        int size,
        CancellationToken cancellationToken
    )
    {
        var (at, id) = (place.At, new RedemptionId(place.Id));
        var page =
            place.Part == StatementPart.Returned
                ? Paid(partner)
                    .Where(row => row.TakenBackAt >= at && row.TakenBackAt < to)
                    .Where(row => row.TakenBackAt > at || row.Id > id)
                    .OrderBy(row => row.TakenBackAt)
                    .ThenBy(row => row.Id)
                : Paid(partner)
                    .Where(row => row.FulfilledAt >= at && row.FulfilledAt < to)
                    .Where(row => row.FulfilledAt > at || row.Id > id)
                    .OrderBy(row => row.FulfilledAt)
                    .ThenBy(row => row.Id);
        return page.Take(size).ToListAsync(cancellationToken);
    }
}
