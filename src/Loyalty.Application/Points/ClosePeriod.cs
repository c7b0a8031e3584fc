using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="By">the subject of the member of staff.</param>
public sealed record ClosePeriodRequest(AccountingMonth Month, string By);

/// <summary>Closes a period: its figures are frozen, and what is recorded from then on belongs to the next one. Asked again, it
/// answers with the frozen figures.</summary>
public sealed class ClosePeriod(
    LoyaltyDbContext context,
    Accounts accounts,
    ProgrammeSettings settings,
    TimeProvider clock
)
{
    public Task<Outcome<AccountingPeriodFigures>> ExecuteAsync(
        ClosePeriodRequest request,
        CancellationToken cancellationToken
    ) => context.OnLostRacesAsync(() => CloseAsync(request, cancellationToken));

    private async Task<Outcome<AccountingPeriodFigures>> CloseAsync(
        ClosePeriodRequest request,
        CancellationToken cancellationToken
    )
    {
        var found = await accounts.FindAsync(request.Month, cancellationToken);
        if (found is null)
        {
            return new Refusal.NoSuch("accounting period");
        }

        if (found.Period.Status == AccountingPeriodStatus.Closed)
        {
            return found;
        }

        if (found.Period.Status == AccountingPeriodStatus.Current)
        {
            return new NotEnded();
        }

        if (await accounts.FirstOpenAsync(cancellationToken) is { } next && next != request.Month)
        {
            // A later one is the first open one when somebody else has closed this one meanwhile.
            return next.FirstDay > request.Month.FirstDay
                ? (await accounts.FindAsync(request.Month, cancellationToken))!
                : new OutOfOrder(next);
        }

        var period = new AccountingPeriod
        {
            FirstDay = request.Month.FirstDay,
            LastDay = request.Month.LastDay,
            ClosedAt = clock.Instant(),
            ClosedBy = request.By,
            FiguresJson = found.Figures.ToJson(),
        };
        var programme = await context.Programmes.AsTracking().SingleAsync(cancellationToken);
        programme.ClosedThrough = period.LastDay;
        context.AccountingPeriods.Add(period);
        await context.SaveChangesAsync(cancellationToken);
        settings.ExpectChange();
        return (await accounts.FindAsync(request.Month, cancellationToken))!;
    }

    public sealed record NotEnded()
        : Refusal("period-not-ended", RefusalKind.Conflict, "The period goes on. It can be closed when it has ended.");

    /// <param name="Next">the period to be closed first.</param>
    public sealed record OutOfOrder(AccountingMonth Next)
        : Refusal("period-out-of-order", RefusalKind.Conflict, "An earlier period is open. Close it first.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("next", Next.ToString())];
    }
}
