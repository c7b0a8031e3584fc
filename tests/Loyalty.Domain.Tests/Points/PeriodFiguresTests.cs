using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Points;

/// <summary>Pain 35: the books agree over any periods, in points and in money, for each currency and funder.</summary>
public sealed class PeriodFiguresTests
{
    private static readonly PointCurrencyCode[] Currencies =
    [
        PointCurrencyCode.Parse("POINTS"),
        PointCurrencyCode.Parse("STATUS"),
    ];

    private static readonly Funder[] Funders = [Funder.Club, new(new Guid(1, 0, 0, new byte[8])), LedgerTotal.Arrears];

    private static readonly EntryKind[] Kinds = [.. Enum.GetValues<EntryKind>().Except([EntryKind.Activation])];

    private static Arbitrary<Month[]> Histories { get; } =
        Arb.From(
            Gen.ArrayOf(
                from totals in Gen.ArrayOf(
                    from currency in Gen.Elements(Currencies)
                    from funder in Gen.Elements(Funders)
                    from kind in Gen.Elements(Kinds)
                    from points in Gen.Choose(-1_000_000, 1_000_000)
                    select new AccountTotal(currency, kind, funder.CounterAccount, funder, points, 1)
                )
                from late in Gen.Choose(0, 3)
                from cost in Gen.Choose(0, 20_000)
                from money in Gen.Elements("CNY", "CNY", "CNY", "JPY", "KWD")
                select new Month(Sum(totals), late, new Money(cost / 1_000_000m * 7, MoneyCurrency.Parse(money)))
            )
        );

    [Fact]
    public void Pain35_Opening_and_movements_make_up_closing_in_points_and_money_over_any_periods() =>
        Prop.ForAll(
                Histories,
                history =>
                {
                    var before = PeriodFigures.None;
                    foreach (var (period, _, cost) in Run(history))
                    {
                        foreach (var account in period.Accounts)
                        {
                            var former = Find(before, account);
                            account.Opening.ShouldBe(former?.Closing ?? 0);
                            account.Closing.ShouldBe(account.Opening + account.Movements.Sum);
                            var money = account.Money.ShouldNotBeNull();
                            (money.Opening + money.Movements.Sum + money.Revaluation).ShouldBe(money.Closing);
                            money.Closing.ShouldBe(AccountMoney.Worth(account.Closing, cost));
                            if (former?.Money is { } then && then.Cost.Currency == cost.Currency)
                            {
                                money.Opening.ShouldBe(then.Closing);
                            }

                            // What is left is rounding alone: half a smallest unit of each of the eleven amounts.
                            if (former is null || former.Money!.Cost == cost)
                            {
                                var unit = (decimal)Math.Pow(10, -cost.Currency.Decimals);
                                Math.Abs(money.Revaluation).ShouldBeLessThanOrEqualTo(11 * unit / 2);
                            }
                        }

                        before = period;
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_counted_late_is_in_the_next_period_and_nothing_is_counted_twice() =>
        Prop.ForAll(
                Histories,
                history =>
                {
                    var periods = Run(history).Select(one => one.Period).ToArray();
                    var all = history
                        .SelectMany(month => month.Totals)
                        .Where(total => total.Points != 0)
                        .GroupBy(total => (total.Currency, total.Funder));
                    var lost = history.Length > 0 ? Late(history[^1]).ToArray() : [];
                    foreach (var account in all)
                    {
                        var closing = periods[^1]
                            .Accounts.SingleOrDefault(one => (one.Currency, one.Funder) == account.Key)
                            ?.Closing;
                        // The last period's late ones wait for a period after it.
                        var waiting = lost.Where(total => (total.Currency, total.Funder) == account.Key);
                        ((closing ?? 0) + waiting.Sum(total => total.Points)).ShouldBe(
                            account.Sum(total => total.Points)
                        );
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Figures_come_back_from_their_text_as_they_were() =>
        Prop.ForAll(
                Histories,
                history =>
                {
                    foreach (var (period, _, _) in Run(history))
                    {
                        var read = PeriodFigures.Parse(period.ToJson());
                        read.Accounts.ShouldBe(period.Accounts);
                        read.Counted.ShouldBe(period.Counted);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_kind_of_entry_has_its_column()
    {
        var all = Kinds.Aggregate(new AccountMovements<long>(), (sum, kind) => sum.With(kind, 1));

        all.Sum.ShouldBe(Kinds.Length);
    }

    [Theory]
    [InlineData("2026-11", "2026-11-01", "2026-11-30")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    public void A_month_is_read_and_written(string text, string first, string last)
    {
        AccountingMonth.TryParse(text, out var month).ShouldBeTrue();

        month.ToString().ShouldBe(text);
        (month.FirstDay, month.LastDay).ShouldBe(
            (DateOnly.Parse(first, CultureInfo.InvariantCulture), DateOnly.Parse(last, CultureInfo.InvariantCulture))
        );
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("0000-01")]
    [InlineData("26-2026")]
    [InlineData("２026-01")]
    [InlineData(null)]
    public void What_is_no_month_is_refused(string? text) => AccountingMonth.TryParse(text, out _).ShouldBeFalse();

    /// <summary>Closes each month before what is late in it arrives.</summary>
    private static IEnumerable<(PeriodFigures Period, IReadOnlyList<AccountTotal> Late, Money Cost)> Run(
        Month[] history
    )
    {
        var before = PeriodFigures.None;
        Month? last = null;
        foreach (var month in history)
        {
            var late = last is null ? [] : PeriodFigures.Gained(before.Counted, last.Totals);
            var counted = month.Totals.Except(Late(month)).ToArray();
            before = before.Next(late, counted, Costs(month.Cost));
            last = month;
            yield return (before, late, month.Cost);
        }
    }

    private static IEnumerable<AccountTotal> Late(Month month) => month.Totals.Take(month.Late);

    private static AccountFigures? Find(PeriodFigures figures, AccountFigures account) =>
        figures.Accounts.SingleOrDefault(one => (one.Currency, one.Funder) == (account.Currency, account.Funder));

    private static PointCosts Costs(Money cost) =>
        new(
            Currencies.Select(code => new PointCurrency
            {
                Code = code,
                Name = code.Value,
                Kind = PointCurrencyKind.Redeemable,
                CostPerPoint = cost,
            }),
            []
        );

    private static AccountTotal[] Sum(AccountTotal[] totals) =>
        [
            .. totals
                .GroupBy(total => total with { Points = 0, Entries = 0 })
                .Select(group => group.Key with { Points = group.Sum(total => total.Points), Entries = group.Count() }),
        ];

    private sealed record Month(AccountTotal[] Totals, int Late, Money Cost)
    {
        // FsCheck prints it.
        public override string ToString() => $"{Totals.Length} totals, {Late} late, at {Cost}";
    }
}
