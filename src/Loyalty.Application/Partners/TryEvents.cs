using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>Says what would become of a partner's events if they were sent now. Nothing is written and nothing is counted.</summary>
public sealed class TryEvents(EarnPoints earnPoints, LedgerTrial trial, TimeProvider clock)
{
    public const int EventsMax = LedgerTrial.CommandsMax;

    /// <param name="events">at most <see cref="EventsMax"/>.</param>
    public Task<IReadOnlyList<EventForecast>> ExecuteAsync(
        Partner partner,
        IReadOnlyList<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        return earnPoints.TryAsync(
            partner,
            [.. events.Select(incoming => ReceiveEvents.Cover(partner.Contract, incoming, now))],
            trial,
            cancellationToken
        );
    }
}
