using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

public static class PointCurrencyEndpoints
{
    public static void MapPointCurrencies(this RouteGroupBuilder admin)
    {
        var currencies = admin.MapGroup("/point-currencies").WithTags("Point currencies");
        currencies
            .MapGet("", ListAsync)
            .WithName("listPointCurrencies")
            .WithSummary("Lists point currencies by code")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        currencies
            .MapGet("/{code}", GetAsync)
            .WithName("getPointCurrency")
            .WithSummary("Reads a point currency")
            .ProducesProblem(StatusCodes.Status404NotFound);
        currencies
            .MapPost("", CreateAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("createPointCurrency")
            .WithSummary("Creates a point currency")
            .WithDescription("Code and kind stay for ever.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        currencies
            .MapPut("/{code}", ChangeAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changePointCurrency")
            .WithSummary("Changes name, expiry, cost and value")
            .WithDescription(
                "The expiry holds for points posted from then on, the cost for the accounting periods that are open, the value for orders paid from then on. Takes If-Match."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Page<PointCurrencyView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        // A club has a handful of them: read all, in an order that does not hang on the database's collation.
        var all = await context.PointCurrencies.AsNoTracking().ToListAsync(cancellationToken);
        var rows = all.Where(currency => position is null || string.CompareOrdinal(currency.Code.Value, position) > 0)
            .OrderBy(currency => currency.Code.Value, StringComparer.Ordinal)
            .Take(page.Size + 1)
            .ToList();
        return TypedResults.Ok(page.ToPage(rows, PointCurrencyView.Of, currency => currency.Code.Value));
    }

    private static async Task<Results<Ok<PointCurrencyView>, ProblemHttpResult>> GetAsync(
        string code,
        LoyaltyDbContext context,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var found = PointCurrencyCode.TryParse(code, out var parsed)
            ? await context
                .PointCurrencies.AsNoTracking()
                .FirstOrDefaultAsync(currency => currency.Code == parsed, cancellationToken)
            : null;
        if (found is null)
        {
            return NoSuch.ToProblem();
        }

        http.SetETag(found);
        return TypedResults.Ok(PointCurrencyView.Of(found));
    }

    private static async Task<Results<Created<PointCurrencyView>, ProblemHttpResult>> CreateAsync(
        PointCurrencyView body,
        CreatePointCurrency create,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var created = await create.ExecuteAsync(
            new CreatePointCurrencyRequest(
                body.Code,
                body.Name,
                body.Kind,
                body.Expiry,
                body.CostPerPoint,
                body.ValuePerPoint
            ),
            cancellationToken
        );
        if (created.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(created.Value);
        return TypedResults.Created(
            $"/api/admin/v1/point-currencies/{created.Value.Code}",
            PointCurrencyView.Of(created.Value)
        );
    }

    private static async Task<Results<Ok<PointCurrencyView>, ProblemHttpResult>> ChangeAsync(
        string code,
        PointCurrencyChange body,
        ChangePointCurrency change,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var version = http.ReadIfMatch();
        if (version.Refusal is { } missing)
        {
            return missing.ToProblem();
        }

        if (!PointCurrencyCode.TryParse(code, out var parsed))
        {
            return NoSuch.ToProblem();
        }

        var changed = await change.ExecuteAsync(
            new ChangePointCurrencyRequest(
                parsed,
                version.Value,
                body.Name,
                body.Expiry,
                body.CostPerPoint,
                body.ValuePerPoint
            ),
            cancellationToken
        );
        if (changed.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(changed.Value);
        return TypedResults.Ok(PointCurrencyView.Of(changed.Value));
    }

    private static Refusal.NoSuch NoSuch => new("point currency");
}

/// <param name="Code">2 to 16 capital letters, digits and underscores, beginning with a letter.</param>
/// <param name="Kind"><c>redeemable</c> points can be spent; <c>qualifying</c> ones count towards a tier.</param>
/// <param name="Expiry">when points lapse, counted from the day of posting in the programme's time zone; never when not
/// given.</param>
/// <param name="CostPerPoint">what one point costs whoever funds it, with at most 6 decimal places; a partner's contract can
/// say otherwise. Null: not known.</param>
/// <param name="ValuePerPoint">what one point pays of an order: greater than 0, with at most 6 decimal places. Not what it
/// costs. Null: orders cannot be paid with them.</param>
public sealed record PointCurrencyView(
    PointCurrencyCode Code,
    string Name,
    PointCurrencyKind Kind,
    ExpiryForm? Expiry = null,
    Money? CostPerPoint = null,
    Money? ValuePerPoint = null
)
{
    internal static PointCurrencyView Of(PointCurrency currency) =>
        new(
            currency.Code,
            currency.Name,
            currency.Kind,
            ExpiryForm.Of(currency.Expiry),
            currency.CostPerPoint,
            currency.ValuePerPoint
        );
}

/// <param name="Expiry">for points posted from now on. Must be given, so that leaving it out does not make points last for
/// ever.</param>
/// <param name="CostPerPoint">must be given; null: not known.</param>
/// <param name="ValuePerPoint">must be given; null: orders cannot be paid with them.</param>
public sealed record PointCurrencyChange(string Name, ExpiryForm Expiry, Money? CostPerPoint, Money? ValuePerPoint);
