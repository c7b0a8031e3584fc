using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Finds what counts for a challenge, for some members at once.</summary>
public sealed class ChallengeFacts(ProgrammeSettings settings, TimeProvider clock)
{
    /// <param name="offer">a challenge that was published.</param>
    /// <param name="members">a hundred at the most.</param>
    public async Task<IReadOnlyDictionary<MemberId, ChallengeStanding>> ReadAsync(
        LoyaltyDbContext context,
        Offer offer,
        IReadOnlyCollection<MemberId> members,
        CancellationToken cancellationToken
    )
    {
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var challenge = offer.Definition.Challenge!;
        var begin = offer.BeginsAt!.Value;
        var end = offer.Definition.Until ?? DateTimeOffset.MaxValue.ToStoredInstant();
        var counted =
            challenge.Counts == ChallengeCount.Transactions
                ? await TransactionsAsync(context, challenge, members, begin, end, cancellationToken)
                : await InteractionsAsync(context, challenge, members, begin, end, cancellationToken);
        var today = clock.Instant().DayIn(zone);
        // Until itself belongs to it no more.
        var last = offer.Definition.Until?.AddTicks(-1).DayIn(zone);
        return members
            .Distinct()
            .ToDictionary(
                member => member,
                member => challenge.Judge(counted[member].Select(at => at.DayIn(zone)), begin.DayIn(zone), last, today)
            );
    }

    private static async Task<ILookup<MemberId, DateTimeOffset>> TransactionsAsync(
        LoyaltyDbContext context,
        Challenge challenge,
        IReadOnlyCollection<MemberId> members,
        DateTimeOffset begin,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        var events = context.PartnerEvents.Where(record =>
            record.MemberId != null
            && members.Contains(record.MemberId.Value)
            && record.Status == PartnerEventStatus.Posted
            && record.Amount != null
            && record.Amount > record.ReversedAmount
            && record.OccurredAt >= begin
            && record.OccurredAt < end
        );
        if (challenge.Partner is { } partner)
        {
            events = events.Where(record => record.PartnerId == partner);
        }

        var rows = await events
            .Select(record => new
            {
                record.MemberId,
                record.OccurredAt,
                record.Amount,
                record.AmountCurrency,
                record.ReversedAmount,
                record.Detail,
            })
            .ToListAsync(cancellationToken);
        return rows.Where(row =>
                IsEnough(challenge.AmountMin, row.Amount!.Value - row.ReversedAmount, row.AmountCurrency)
                && HasCodes(challenge, row.Detail)
            )
            .ToLookup(row => row.MemberId!.Value, row => row.OccurredAt!.Value);
    }

    private static bool IsEnough(Money? least, decimal amount, MoneyCurrency? currency) =>
        least is not { } min || (currency == min.Currency && amount >= min.Amount);

    private static bool HasCodes(Challenge challenge, string? json)
    {
        if (challenge is { Category: null, Operation: null })
        {
            return true;
        }

        var detail = TransactionDetail.Parse(json);
        return Is(challenge.Category, detail.Category) && Is(challenge.Operation, detail.Operation);

        static bool Is(string? asked, string? code) =>
            asked is null || string.Equals(asked, code, StringComparison.Ordinal);
    }

    private static async Task<ILookup<MemberId, DateTimeOffset>> InteractionsAsync(
        LoyaltyDbContext context,
        Challenge challenge,
        IReadOnlyCollection<MemberId> members,
        DateTimeOffset begin,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        var interactions = context.Interactions.Where(one =>
            members.Contains(one.MemberId) && one.OccurredAt >= begin && one.OccurredAt < end
        );
        if (challenge.Interaction is { } kind)
        {
            interactions = interactions.Where(one => one.Kind == kind);
        }

        var rows = await interactions
            .Select(one => new { one.MemberId, one.OccurredAt })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.MemberId, row => row.OccurredAt);
    }
}
