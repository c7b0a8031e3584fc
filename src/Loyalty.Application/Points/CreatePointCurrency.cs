using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="Expiry">null: its points never lapse.</param>
/// <param name="CostPerPoint">null: not known.</param>
/// <param name="ValuePerPoint">null: orders cannot be paid with them.</param>
public sealed record CreatePointCurrencyRequest(
    PointCurrencyCode Code,
    string Name,
    PointCurrencyKind Kind,
    ExpiryForm? Expiry,
    Money? CostPerPoint = null,
    Money? ValuePerPoint = null
);

public sealed class CreatePointCurrency(LoyaltyDbContext context, ProgrammeSettings settings)
{
    public async Task<Outcome<PointCurrency>> ExecuteAsync(
        CreatePointCurrencyRequest request,
        CancellationToken cancellationToken
    )
    {
        var read = PointCurrencyFields.Read(
            request.Name,
            request.Expiry,
            request.CostPerPoint,
            request.ValuePerPoint,
            request.Kind
        );
        if (read.Refusal is { } refusal)
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
            Expiry = read.Value,
            CostPerPoint = request.CostPerPoint,
            ValuePerPoint = request.ValuePerPoint,
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
    /// <returns>when points lapse.</returns>
    public static Outcome<ExpiryModel> Read(
        string? name,
        ExpiryForm? expiry,
        Money? cost,
        Money? value,
        PointCurrencyKind kind
    )
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (PlainText.WhyNot(name, PointCurrency.NameLengthMax) is { } why)
        {
            errors["name"] = [why];
        }

        if (cost is { } known && PointCost.WhyNot(known) is { } unsound)
        {
            errors["costPerPoint.amount"] = [unsound];
        }

        if (value is { } pays && PointCost.WhyNotValue(pays) is { } worthless)
        {
            errors["valuePerPoint.amount"] = [worthless];
        }
        else if (value is not null && kind == PointCurrencyKind.Qualifying)
        {
            errors["valuePerPoint"] = ["must be left out: these points count towards a tier and cannot be spent"];
        }

        var model = expiry is null
            ? new ExpiryModel.Never()
            : expiry.Read((field, error) => errors[$"expiry.{field}"] = [error]);
        return errors.Count == 0 ? model! : new Refusal.InvalidRequest(errors);
    }
}
