using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="Version">the version that the caller read.</param>
/// <param name="ExpiryMonths">holds for points posted from now on; null: they never lapse.</param>
public sealed record ChangePointCurrencyRequest(PointCurrencyCode Code, long Version, string Name, int? ExpiryMonths);

/// <summary>Changes name and expiry. The kind stays: points that were spendable cannot stop being so.</summary>
public sealed class ChangePointCurrency(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<PointCurrency>> ExecuteAsync(
        ChangePointCurrencyRequest request,
        CancellationToken cancellationToken
    )
    {
        if (PointCurrencyFields.Check(request.Name, request.ExpiryMonths) is { } unsound)
        {
            return unsound;
        }

        var currency = await context.PointCurrencies.FirstOrDefaultAsync(
            currency => currency.Code == request.Code,
            cancellationToken
        );
        if (currency is null)
        {
            return new Refusal.NoSuch("point currency");
        }

        if (currency.Version != request.Version)
        {
            return new Refusal.StaleVersion();
        }

        currency.Name = request.Name;
        currency.ExpiryMonths = request.ExpiryMonths;
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
