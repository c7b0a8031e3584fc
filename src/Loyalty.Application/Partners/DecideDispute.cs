using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="Status">what the dispute becomes.</param>
/// <param name="Correction">with <see cref="DisputeStatus.Corrected"/>.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record DecideDisputeRequest(
    DisputeId Id,
    DisputeStatus Status,
    string Text,
    DisputeCorrection? Correction,
    string By
);

/// <param name="PointCurrency">null of a line without points: a redemption's, or the correction of one.</param>
/// <param name="Points">below 0 for what the partner need not pay; 0 of a line without points.</param>
/// <param name="Money">in major units, signed alike; null where it follows from points x cost, or nobody has said what a point
/// costs.</param>
public sealed record DisputeCorrection(PointCurrencyCode? PointCurrency, long Points, Money? Money);

/// <summary>
/// Staff answer a dispute. An open one is accepted, rejected or corrected; an accepted one can be corrected later. A correction
/// stands in the next statement that is closed; the disputed one stays as it was.
/// </summary>
public sealed class DecideDispute(LoyaltyDbContext context, Statements statements, TimeProvider clock)
{
    /// <summary>It was decided before.</summary>
    public sealed record DisputeDecided(DisputeStatus DisputeStatus)
        : Refusal("dispute-decided", RefusalKind.Conflict, "The dispute was decided before.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("disputeStatus", DisputeStatus)];
    }

    public async Task<Outcome<LineDispute>> ExecuteAsync(
        DecideDisputeRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Application.PlainText.WhyNot(request.Text, DisputeStep.TextLengthMax) is { } why)
        {
            return new Refusal.InvalidRequest("text", why);
        }

        var dispute = await FindAsync(request.Id, cancellationToken);
        if (dispute is null)
        {
            return new Refusal.NoSuch("dispute");
        }

        var mayBe =
            dispute.Status == DisputeStatus.Open
            || (dispute.Status == DisputeStatus.Accepted && request.Status == DisputeStatus.Corrected);
        if (!mayBe)
        {
            return new DisputeDecided(dispute.Status);
        }

        var correction = await CorrectionAsync(dispute, request.Correction, cancellationToken);
        if (correction.Refusal is { } unsound)
        {
            return unsound;
        }

        if (!await SaveAsync(dispute, request, correction.Value, cancellationToken))
        {
            return new DisputeDecided((await FindAsync(request.Id, cancellationToken))!.Status);
        }

        return (await FindAsync(request.Id, cancellationToken))!;
    }

    private Task<LineDispute?> FindAsync(DisputeId id, CancellationToken cancellationToken) =>
        context.LineDisputes.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);

    private async Task<Outcome<DisputeCorrection?>> CorrectionAsync(
        LineDispute dispute,
        DisputeCorrection? correction,
        CancellationToken cancellationToken
    )
    {
        if (correction is null)
        {
            return (DisputeCorrection?)null;
        }

        if (correction.Points == 0 && correction.Money is null or { Amount: 0 })
        {
            return new Refusal.InvalidRequest("points", "must not be 0 without an amount of money");
        }

        if (Math.Abs((decimal)correction.Points) > 1_000_000_000_000m)
        {
            return new Refusal.InvalidRequest("points", "must lie within a million millions");
        }

        var figures = (await statements.FindAsync(dispute.PartnerId, dispute.Month, cancellationToken))?.Figures;
        if (await HasPointsAsync(dispute, cancellationToken))
        {
            return OfPoints(figures, correction);
        }

        if (correction.PointCurrency is not null || correction.Points != 0)
        {
            var field = correction.Points != 0 ? "points" : "pointCurrency";
            return new Refusal.InvalidRequest(field, "must be left out: the line has no points");
        }

        return
            correction.Money is { } money
            && figures?.Fulfilment.Any(one => one.MoneyCurrency == money.Currency.Code) != true
            ? new Refusal.InvalidRequest("money.currency", "has no line of a redemption in the disputed statement")
            : Unsound(correction.Money) ?? (Outcome<DisputeCorrection?>)correction;
    }

    /// <summary>A correction has them where what it corrected had.</summary>
    private async Task<bool> HasPointsAsync(LineDispute dispute, CancellationToken cancellationToken)
    {
        if (
            !StatementLineName.TryParse(dispute.Line, out var name)
            || name is not { Movement: StatementMovement.Correction, Subject: { } id }
        )
        {
            return !name.IsOfRedemption;
        }

        var earlier = await FindAsync(new DisputeId(id), cancellationToken);
        return earlier?.CorrectionPointCurrency is not null;
    }

    private static Outcome<DisputeCorrection?> OfPoints(StatementFigures? figures, DisputeCorrection correction)
    {
        var known = figures?.Currencies.FirstOrDefault(one => one.PointCurrency == correction.PointCurrency?.Value);
        if (known is null)
        {
            return new Refusal.InvalidRequest("pointCurrency", "has no line in the disputed statement");
        }

        if (correction.Money is { } money)
        {
            return Unsound(money) is { } refusal ? refusal
                : known.MoneyCurrency is { } currency && currency != money.Currency.Code
                    ? new Refusal.InvalidRequest("money.currency", $"must be {currency}, as in the disputed statement")
                : correction;
        }

        return known is { Cost: { } cost, MoneyCurrency: { } code }
            ? correction with
            {
                Money = new Money(
                    AccountMoney.Worth(correction.Points, new Money(cost, MoneyCurrency.Parse(code))),
                    MoneyCurrency.Parse(code)
                ),
            }
            : correction;
    }

    private static Refusal.InvalidRequest? Unsound(Money? money) =>
        money is { } known
        && (
            decimal.Round(known.Amount, known.Currency.Decimals) != known.Amount
            || Math.Abs(known.Amount) >= 1_000_000_000_000_000m
        )
            ? new Refusal.InvalidRequest("money.amount", "has too many digits for its currency")
            : null;

    /// <summary>By one conditional change, so that of two answers at once only one counts.</summary>
    private async Task<bool> SaveAsync(
        LineDispute dispute,
        DecideDisputeRequest request,
        DisputeCorrection? correction,
        CancellationToken cancellationToken
    )
    {
        var (points, currency) = (correction?.Points, correction?.PointCurrency);
        var (amount, moneyCurrency) = (correction?.Money?.Amount, correction?.Money?.Currency);
        // Within the Idempotency-Key's transaction where there is one.
        var own = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        await using (own)
        {
            var changed = await context
                .LineDisputes.Where(row =>
                    row.Id == dispute.Id && row.Status == dispute.Status && row.Steps == dispute.Steps
                )
                .ExecuteUpdateAsync(
                    row =>
                        row.SetProperty(one => one.Status, request.Status)
                            .SetProperty(one => one.Steps, dispute.Steps + 1)
                            .SetProperty(one => one.CorrectionPoints, points)
                            .SetProperty(one => one.CorrectionPointCurrency, currency)
                            .SetProperty(one => one.CorrectionMoney, amount)
                            .SetProperty(one => one.CorrectionMoneyCurrency, moneyCurrency),
                    cancellationToken
                );
            if (changed == 0)
            {
                return false;
            }

            context.DisputeSteps.Add(
                new DisputeStep
                {
                    DisputeId = dispute.Id,
                    Number = dispute.Steps + 1,
                    At = clock.Instant(),
                    By = request.By[..Math.Min(request.By.Length, DisputeStep.ByLengthMax)],
                    Status = request.Status,
                    Text = request.Text,
                }
            );
            await context.SaveChangesAsync(cancellationToken);
            if (own is not null)
            {
                await own.CommitAsync(cancellationToken);
            }
        }

        return true;
    }
}
