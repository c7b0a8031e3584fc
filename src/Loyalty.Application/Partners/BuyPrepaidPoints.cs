using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="Points">not 0; below 0 corrects an earlier block.</param>
/// <param name="By">the subject of the member of staff.</param>
public sealed record BuyPrepaidPointsRequest(
    Partner Partner,
    PointCurrencyCode Currency,
    long Points,
    Money? Paid,
    string? Reference,
    string By
);

/// <summary>Records that a partner bought points. It counts for the whole current month of the books, and what waited for points is
/// posted soon after.</summary>
public sealed class BuyPrepaidPoints(
    LoyaltyDbContext context,
    Accounts accounts,
    ProgrammeSettings settings,
    PrepaidWatch watch,
    TimeProvider clock
)
{
    private const decimal PaidMax = 999_999_999_999m;

    public sealed record NotAgreed()
        : Refusal(
            "prepaid-not-agreed",
            RefusalKind.Conflict,
            "The partner's contract says nothing of points that are bought beforehand. Change the contract first."
        );

    /// <param name="Bought">all blocks together.</param>
    public sealed record BelowNothing(long Bought)
        : Refusal("prepaid-below-nothing", RefusalKind.Conflict, "More would be taken back than the partner bought.")
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("bought", Bought)];
    }

    public async Task<Outcome<PrepaidBlock>> ExecuteAsync(
        BuyPrepaidPointsRequest request,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var club = await settings.CurrentAsync(cancellationToken);
        errors.Check(
            club.Currencies.ContainsKey(request.Currency),
            "pointCurrency",
            "is no point currency of the club"
        );
        errors.Check(
            request.Points != 0 && Math.Abs((decimal)request.Points) <= PrepaidBlock.PointsMax,
            "points",
            $"must be at most {PrepaidBlock.PointsMax} either way, and not 0"
        );
        var reference = errors.Optional("reference", request.Reference, PrepaidBlock.ReferenceLengthMax);
        if (request.Paid is { } paid)
        {
            var isPlain = decimal.Round(paid.Amount, paid.Currency.Decimals) == paid.Amount;
            errors.Check(
                isPlain && Math.Abs(paid.Amount) <= PaidMax,
                "paid.amount",
                "must have at most 12 digits before the point, and no more behind it than the currency has"
            );
        }

        if (errors.Refusal is { } refusal)
        {
            return refusal;
        }

        var partner = request.Partner.Id;
        if (request.Partner.Contract.Funding.Prepaid is null)
        {
            return new NotAgreed();
        }

        await using var transaction = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        // Locks the row: who takes back at the same moment waits here, and then sees what is left.
        await context
            .Partners.Where(row => row.Id == partner)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, one => one.Status), cancellationToken);
        var bought = await context
            .PrepaidBlocks.Where(block => block.PartnerId == partner && block.Currency == request.Currency)
            .SumAsync(block => block.Points, cancellationToken);
        if (bought + request.Points < 0)
        {
            return new BelowNothing(bought);
        }

        var now = clock.Instant();
        var block = new PrepaidBlock
        {
            Id = Identifier.New<PrepaidBlockId>(now),
            PartnerId = partner,
            Currency = request.Currency,
            Points = request.Points,
            PaidAmount = request.Paid?.Amount,
            PaidCurrency = request.Paid?.Currency,
            Reference = reference,
            FirstDay = (await accounts.CurrentMonthAsync(cancellationToken)).FirstDay,
            RecordedAt = now,
            RecordedBy = request.By[..Math.Min(request.By.Length, PrepaidBlock.RecordedByLengthMax)],
        };
        context.PrepaidBlocks.Add(block);
        await context.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        watch.Forget(partner);
        return block;
    }
}
