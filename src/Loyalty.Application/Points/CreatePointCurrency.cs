using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="ExpiryMonths">null: its points never lapse.</param>
public sealed record CreatePointCurrencyRequest(
    PointCurrencyCode Code,
    string Name,
    PointCurrencyKind Kind,
    int? ExpiryMonths
);

public sealed class CreatePointCurrency(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<PointCurrency>> ExecuteAsync(
        CreatePointCurrencyRequest request,
        CancellationToken cancellationToken
    )
    {
        if (PointCurrencyFields.Check(request.Name, request.ExpiryMonths) is { } refusal)
        {
            return refusal;
        }

        if (await context.PointCurrencies.AnyAsync(currency => currency.Code == request.Code, cancellationToken))
        {
            return new AlreadyThere();
        }

        var currency = new PointCurrency
        {
            Code = request.Code,
            Name = request.Name,
            Kind = request.Kind,
            ExpiryMonths = request.ExpiryMonths,
        };
        context.PointCurrencies.Add(currency);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new AlreadyThere();
        }

        settings.ExpectChange();
        return currency;
    }

    public sealed record AlreadyThere()
        : Refusal("point-currency-exists", RefusalKind.Conflict, "There is a point currency with this code already.");
}

internal static class PointCurrencyFields
{
    public static Refusal? Check(string? name, int? expiryMonths)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (PlainText.WhyNot(name, PointCurrency.NameLengthMax) is { } why)
        {
            errors["name"] = [why];
        }

        if (expiryMonths is < 1 or > PointCurrency.ExpiryMonthsMax)
        {
            errors["expiryMonths"] = [$"must be between 1 and {PointCurrency.ExpiryMonthsMax}, or null"];
        }

        return errors.Count == 0 ? null : new Refusal.InvalidRequest(errors);
    }
}
