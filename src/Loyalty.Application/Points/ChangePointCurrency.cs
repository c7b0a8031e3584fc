using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="Version">the version that the caller read.</param>
/// <param name="Expiry">holds for points posted from now on.</param>
/// <param name="CostPerPoint">holds for all points, from the periods on that are still open; null: not known.</param>
/// <param name="ValuePerPoint">holds for orders paid from now on; null: orders cannot be paid with them.</param>
public sealed record ChangePointCurrencyRequest(
    PointCurrencyCode Code,
    long Version,
    string Name,
    ExpiryForm Expiry,
    Money? CostPerPoint,
    Money? ValuePerPoint
);

/// <summary>Changes name, expiry, cost and value. The kind stays: points that were spendable cannot stop being so.</summary>
public sealed class ChangePointCurrency(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<PointCurrency>> ExecuteAsync(
        ChangePointCurrencyRequest request,
        CancellationToken cancellationToken
    )
    {
        var currency = await context.PointCurrencies.FirstOrDefaultAsync(
            currency => currency.Code == request.Code,
            cancellationToken
        );
        if (currency is null)
        {
            return new Refusal.NoSuch("point currency");
        }

        var read = PointCurrencyFields.Read(
            request.Name,
            request.Expiry,
            request.CostPerPoint,
            request.ValuePerPoint,
            currency.Kind
        );
        if (read.Refusal is { } unsound)
        {
            return unsound;
        }

        if (currency.Version != request.Version)
        {
            return new Refusal.StaleVersion();
        }

        currency.Name = request.Name;
        currency.Expiry = read.Value;
        currency.CostPerPoint = request.CostPerPoint;
        currency.ValuePerPoint = request.ValuePerPoint;
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }

        settings.ExpectChange();
        return currency;
    }
}
