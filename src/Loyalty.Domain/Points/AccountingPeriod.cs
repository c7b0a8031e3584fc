using System.Text.Json;

namespace Loyalty.Domain.Points;

/// <summary>A period of the books that was closed. Its figures never change.</summary>
public sealed class AccountingPeriod
{
    public const int ClosedByLengthMax = 200;

    /// <summary>The first day of the month.</summary>
    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string ClosedBy { get; init; }

    /// <summary>The <see cref="PeriodFigures"/> as JSON: read as a whole and never searched.</summary>
    public required string FiguresJson { get; init; }

    public AccountingMonth Month => new(FirstDay);

    public PeriodFigures Figures() => PeriodFigures.Parse(FiguresJson);
}

/// <summary>The books over a period.</summary>
/// <param name="Accounts">by currency and funder, without those that never had a movement.</param>
/// <param name="Counted">what the totals of the period's own days were when the figures were made. What is added to these days
/// later belongs to the next period.</param>
public sealed record PeriodFigures(IReadOnlyList<AccountFigures> Accounts, IReadOnlyList<AccountTotal> Counted)
{
    public static readonly PeriodFigures None = new([], []);

    /// <summary>The period after one.</summary>
    /// <param name="late">what the totals of the period before have gained since it was closed, in its own days.</param>
    /// <param name="counted">the totals of this period's days.</param>
    public PeriodFigures Next(IReadOnlyList<AccountTotal> late, IReadOnlyList<AccountTotal> counted, PointCosts costs)
    {
        var before = Accounts.ToDictionary(account => (account.Currency, account.Funder));
        var movements = before.Keys.ToDictionary(key => key, _ => new AccountMovements<long>());
        foreach (var total in late.Concat(counted))
        {
            var key = (total.Currency, total.Funder);
            var moved = movements.GetValueOrDefault(key) ?? new AccountMovements<long>();
            movements[key] = moved.With(total.Kind, total.Points);
        }

        var accounts = movements
            .OrderBy(account => account.Key.Currency.Value, StringComparer.Ordinal)
            .ThenBy(account => account.Key.Funder.Value)
            .Select(account =>
                AccountFigures.Of(
                    account.Key.Currency,
                    account.Key.Funder,
                    before.GetValueOrDefault(account.Key),
                    account.Value,
                    costs.Of(account.Key.Currency, account.Key.Funder)
                )
            );
        return new PeriodFigures([.. accounts], counted);
    }

    /// <summary>What totals have gained over those that were counted, without what stayed the same.</summary>
    public static IReadOnlyList<AccountTotal> Gained(
        IReadOnlyList<AccountTotal> counted,
        IReadOnlyList<AccountTotal> now
    )
    {
        var before = counted.ToDictionary(total => total with { Points = 0, Entries = 0 });
        return
        [
            .. now.Select(total =>
                    before.GetValueOrDefault(total with { Points = 0, Entries = 0 }) is { } known
                        ? total with
                        {
                            Points = total.Points - known.Points,
                            Entries = total.Entries - known.Entries,
                        }
                        : total
                )
                .Where(total => total.Points != 0 || total.Entries != 0),
        ];
    }

    public string ToJson() => JsonSerializer.Serialize(this, AccountJson.Options);

    /// <exception cref="JsonException">the text is none.</exception>
    public static PeriodFigures Parse(string json) =>
        JsonSerializer.Deserialize<PeriodFigures>(json, AccountJson.Options) ?? throw new JsonException();
}
