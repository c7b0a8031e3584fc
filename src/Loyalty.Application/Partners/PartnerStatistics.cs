using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <summary>Events that arrived on one day (UTC).</summary>
public sealed record DayStatistics(DateOnly Day, int Posted, int Quarantined, int Rejected);

/// <summary>Counts a partner's events by day and status. Each day is one range of an index.</summary>
public sealed class PartnerStatistics(LoyaltyDbContext context, TimeProvider clock)
{
    public const int DaysMax = 31;

    public async Task<Outcome<DayStatistics[]>> ExecuteAsync(
        string idOrSlug,
        int days,
        CancellationToken cancellationToken
    )
    {
        if (days is < 1 or > DaysMax)
        {
            return new Refusal.InvalidRequest("days", $"must be between 1 and {DaysMax}");
        }

        if (await context.FindPartnerAsync(idOrSlug, cancellationToken) is not { } partner)
        {
            return new Refusal.NoSuch("partner");
        }

        var today = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var statistics = new List<DayStatistics>(days);
        for (var ago = days - 1; ago >= 0; ago--)
        {
            var from = today.AddDays(-ago);
            statistics.Add(await CountAsync(partner.Id, from, cancellationToken));
        }

        return statistics.ToArray();
    }

    private async Task<DayStatistics> CountAsync(
        PartnerId partner,
        DateTimeOffset from,
        CancellationToken cancellationToken
    )
    {
        var to = from.AddDays(1);
        var all = Enum.GetValues<PartnerEventStatus>();
        var counts = await context
            .PartnerEvents.Where(record =>
                record.PartnerId == partner
                && all.Contains(record.Status)
                && record.ReceivedAt >= from
                && record.ReceivedAt < to
            )
            .GroupBy(record => record.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Status, group => group.Count, cancellationToken);
        return new DayStatistics(
            DateOnly.FromDateTime(from.UtcDateTime),
            counts.GetValueOrDefault(PartnerEventStatus.Posted),
            counts.GetValueOrDefault(PartnerEventStatus.Quarantined),
            counts.GetValueOrDefault(PartnerEventStatus.Rejected)
        );
    }
}
