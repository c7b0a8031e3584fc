using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="By">the client that calls.</param>
public sealed record OpenDisputeRequest(
    Partner Partner,
    AccountingMonth Month,
    PartnerEventKey EventKey,
    DisputeReason Reason,
    string Text,
    string By
);

/// <summary>A partner does not agree with a line of a statement, open or closed.</summary>
public sealed class OpenDispute(LoyaltyDbContext context, Statements statements, TimeProvider clock)
{
    /// <summary>The line is disputed, and the dispute is open.</summary>
    public sealed record DisputeOpen()
        : Refusal("dispute-open", RefusalKind.Conflict, "This line is disputed already. Wait for the answer.");

    public async Task<Outcome<LineDispute>> ExecuteAsync(
        OpenDisputeRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Application.PlainText.WhyNot(request.Text, DisputeStep.TextLengthMax) is { } why)
        {
            return new Refusal.InvalidRequest("text", why);
        }

        if (!await HasLineAsync(request, cancellationToken))
        {
            return new Refusal.InvalidRequest("eventKey", "is not the event of a line of this statement");
        }

        var now = clock.Instant();
        var dispute = new LineDispute
        {
            Id = Identifier.New<DisputeId>(now),
            PartnerId = request.Partner.Id,
            FirstDay = request.Month.FirstDay,
            EventKey = request.EventKey,
            Reason = request.Reason,
            Status = DisputeStatus.Open,
            OpenedAt = now,
            Steps = 1,
        };
        context.LineDisputes.Add(dispute);
        context.DisputeSteps.Add(
            new DisputeStep
            {
                DisputeId = dispute.Id,
                Number = 1,
                At = now,
                By = request.By[..Math.Min(request.By.Length, DisputeStep.ByLengthMax)],
                Status = DisputeStatus.Open,
                Text = request.Text,
            }
        );
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new DisputeOpen();
        }

        return dispute;
    }

    /// <summary>By the event, whose entries were recorded in the month.</summary>
    private async Task<bool> HasLineAsync(OpenDisputeRequest request, CancellationToken cancellationToken)
    {
        if (await statements.FindAsync(request.Partner.Id, request.Month, cancellationToken) is null)
        {
            return false;
        }

        var record = await context
            .PartnerEvents.AsNoTracking()
            .FirstOrDefaultAsync(
                one =>
                    one.EventKey == request.EventKey
                    && one.PartnerId == request.Partner.Id
                    && one.Status == PartnerEventStatus.Posted,
                cancellationToken
            );
        return record is not null && await statements.HasAsync(record, request.Month, cancellationToken);
    }
}

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

/// <param name="Points">below 0 for what the partner need not pay.</param>
/// <param name="Money">in major units, signed alike; null where it follows from points x cost, or nobody has said what a point
/// costs.</param>
public sealed record DisputeCorrection(PointCurrencyCode PointCurrency, long Points, Money? Money);

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
        var known = figures?.Currencies.FirstOrDefault(one => one.PointCurrency == correction.PointCurrency.Value);
        if (known is null)
        {
            return new Refusal.InvalidRequest("pointCurrency", "has no line in the disputed statement");
        }

        if (correction.Money is { } money)
        {
            return decimal.Round(money.Amount, money.Currency.Decimals) != money.Amount
                || Math.Abs(money.Amount) >= 1_000_000_000_000_000m
                    ? new Refusal.InvalidRequest("money.amount", "has too many digits for its currency")
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
