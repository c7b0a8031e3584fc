using System.Globalization;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <summary>All accounts of this moment, by point currency.</summary>
public sealed record TrialBalanceView(IReadOnlyList<CurrencyBalanceView> Currencies)
{
    internal static TrialBalanceView Of(IReadOnlyList<CurrencyBalance> balances) =>
        new([.. balances.Select(CurrencyBalanceView.Of)]);
}

/// <param name="Wallets">points in the members' wallets, arrears taken off.</param>
/// <param name="CounterAccounts">what was given for them: negative where points came from, positive where they went.</param>
/// <param name="Sum">of both: 0. Else the books are wrong; run <c>verify-ledger</c>.</param>
public sealed record CurrencyBalanceView(
    PointCurrencyCode Currency,
    long Wallets,
    IReadOnlyList<CounterAccountView> CounterAccounts,
    long Sum
)
{
    internal static CurrencyBalanceView Of(CurrencyBalance balance) =>
        new(
            balance.Currency,
            balance.Wallets,
            [.. balance.CounterAccounts.Select(account => new CounterAccountView(account.Account, account.Points))],
            balance.Sum
        );
}

/// <param name="Account">a partner's id, or <c>club</c>, <c>redemptions</c>, <c>breakage</c>, <c>adjustments</c>,
/// <c>transfers</c>.</param>
public sealed record CounterAccountView(string Account, long Points);

/// <summary>What outstanding points cost.</summary>
/// <param name="Day">at the end of this day.</param>
/// <param name="Lines">by point currency and funder; what members owe stands under the funder <c>arrears</c>, below 0.</param>
/// <param name="Money">all lines whose cost is known, by currency of money.</param>
public sealed record LiabilityView(DateOnly Day, IReadOnlyList<LiabilityLineView> Lines, IReadOnlyList<Money> Money)
{
    internal static LiabilityView Of(DateOnly day, PeriodFigures figures, FunderNames names) =>
        new(
            day,
            [
                .. figures.Accounts.Select(account => new LiabilityLineView(
                    account.Currency,
                    FunderNames.IdOf(account.Funder),
                    names.Of(account.Funder),
                    account.Closing,
                    account.Money?.Cost,
                    account.Money is { } money ? new Money(money.Closing, money.Cost.Currency) : null
                )),
            ],
            [
                .. figures
                    .Accounts.Where(account => account.Money is not null)
                    .GroupBy(account => account.Money!.Cost.Currency)
                    .OrderBy(group => group.Key.Code, StringComparer.Ordinal)
                    .Select(group => new Money(group.Sum(account => account.Money!.Closing), group.Key)),
            ]
        );
}

/// <param name="Funder">a partner's id, <c>club</c> or <c>arrears</c>.</param>
/// <param name="CostPerPoint">null when nobody has said.</param>
/// <param name="Money">points x cost per point, rounded to the smallest unit.</param>
public sealed record LiabilityLineView(
    PointCurrencyCode Currency,
    string Funder,
    string FunderName,
    long Points,
    Money? CostPerPoint,
    Money? Money
);

/// <param name="Period">a month of the programme's time zone: <c>2026-11</c>.</param>
/// <param name="Status"><c>current</c>, <c>ended</c> (it can be closed) or <c>closed</c>.</param>
/// <param name="ClosedBy">the subject of the member of staff.</param>
public sealed record AccountingPeriodView(
    string Period,
    DateOnly FirstDay,
    DateOnly LastDay,
    AccountingPeriodStatus Status,
    DateTimeOffset? ClosedAt,
    string? ClosedBy
)
{
    internal static AccountingPeriodView Of(AccountingPeriodSummary period) =>
        new(
            period.Month.ToString(),
            period.Month.FirstDay,
            period.Month.LastDay,
            period.Status,
            period.ClosedAt,
            period.ClosedBy
        );
}

/// <summary>The books over a period.</summary>
/// <param name="Accounts">by point currency and funder; what members owe stands under the funder <c>arrears</c>.</param>
public sealed record PeriodFiguresView(AccountingPeriodView Period, IReadOnlyList<AccountView> Accounts)
{
    internal static PeriodFiguresView Of(AccountingPeriodFigures found, FunderNames names) =>
        new(
            AccountingPeriodView.Of(found.Period),
            [.. found.Figures.Accounts.Select(account => AccountView.Of(account, names))]
        );
}

/// <summary>The outstanding points of one currency that one funder pays for: opening + movements = closing.</summary>
/// <param name="Funder">a partner's id, <c>club</c> or <c>arrears</c>.</param>
/// <param name="Money">null while nobody has said what a point costs.</param>
public sealed record AccountView(
    PointCurrencyCode Currency,
    string Funder,
    string FunderName,
    PointsStatementView Points,
    MoneyStatementView? Money
)
{
    internal static AccountView Of(AccountFigures account, FunderNames names) =>
        new(
            account.Currency,
            FunderNames.IdOf(account.Funder),
            names.Of(account.Funder),
            new PointsStatementView(account.Opening, MovementsView<long>.Of(account.Movements), account.Closing),
            account.Money is { } money ? MoneyStatementView.Of(money) : null
        );
}

public sealed record PointsStatementView(long Opening, MovementsView<long> Movements, long Closing);

/// <summary>In major units, as decimal numbers in text.</summary>
/// <param name="Revaluation">what the opening points are worth more or less since the cost per point changed, and what
/// rounding leaves. Opening + movements + revaluation = closing.</param>
public sealed record MoneyStatementView(
    Money CostPerPoint,
    string Opening,
    MovementsView<string> Movements,
    string Revaluation,
    string Closing
)
{
    internal static MoneyStatementView Of(AccountMoney money)
    {
        return new(
            money.Cost,
            Text(money.Opening),
            MovementsView<string>.Of(money.Movements, Text),
            Text(money.Revaluation),
            Text(money.Closing)
        );

        string Text(decimal amount) =>
            amount.ToString($"F{money.Cost.Currency.Decimals}", CultureInfo.InvariantCulture);
    }
}

/// <summary>What changed outstanding points: gains of wallets above 0, losses below.</summary>
/// <param name="Issued">accruals.</param>
/// <param name="Reversed">accruals taken back.</param>
/// <param name="Redeemed">redemptions.</param>
/// <param name="GivenBack">redemptions given back.</param>
/// <param name="Lapsed">expired.</param>
/// <param name="Forfeited">given up because an account was closed.</param>
/// <param name="Adjusted">corrections by staff.</param>
/// <param name="Transferred">between members; 0 over all funders and arrears.</param>
/// <param name="ArrearsRepaid">by points that had been held; 0 over all funders and arrears.</param>
public sealed record MovementsView<T>(
    T Issued,
    T Reversed,
    T Redeemed,
    T GivenBack,
    T Lapsed,
    T Forfeited,
    T Adjusted,
    T Transferred,
    T ArrearsRepaid
)
{
    internal static MovementsView<long> Of(AccountMovements<long> moved) =>
        MovementsView<long>.Of(moved, points => points);

    internal static MovementsView<T> Of<TNumber>(AccountMovements<TNumber> moved, Func<TNumber, T> show)
        where TNumber : struct, System.Numerics.INumber<TNumber> =>
        new(
            show(moved.Issued),
            show(moved.Reversed),
            show(moved.Redeemed),
            show(moved.GivenBack),
            show(moved.Lapsed),
            show(moved.Forfeited),
            show(moved.Adjusted),
            show(moved.Transferred),
            show(moved.ArrearsRepaid)
        );
}
