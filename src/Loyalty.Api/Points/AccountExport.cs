using System.Globalization;
using CsvHelper;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Points;

/// <summary>
/// A period's figures as lines of a general ledger: each movement debits one account and credits another, in points and in
/// money. The columns and the chart of accounts are those of docs/accounting.md.
/// </summary>
internal static class AccountExport
{
    private static readonly string[] Header =
    [
        "date",
        "period",
        "account",
        "accountName",
        "pointCurrency",
        "funder",
        "funderName",
        "movement",
        "debitPoints",
        "creditPoints",
        "debitMoney",
        "creditMoney",
        "moneyCurrency",
    ];

    /// <summary>Names come from people: what a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    private static CsvWriterOptions Options { get; } =
        CsvWriterOptions.Default with
        {
            Injection = CsvInjection.Escape,
        };

    /// <summary>The chart of accounts.</summary>
    private static class Chart
    {
        public static readonly GlAccount Arrears = new("1100", "Arrears of members");
        public static readonly GlAccount Partners = new("1200", "Points charged to partners");
        public static readonly GlAccount Outstanding = new("2100", "Points outstanding");
        public static readonly GlAccount Transfers = new("2190", "Points in transfer");
        public static readonly GlAccount Redemptions = new("4100", "Points redeemed");
        public static readonly GlAccount Breakage = new("4200", "Breakage");
        public static readonly GlAccount Issued = new("5100", "Points issued by the club");
        public static readonly GlAccount Adjustments = new("5200", "Adjustments");
        public static readonly GlAccount Revaluation = new("5300", "Revaluation and rounding");
    }

    public static byte[] Write(AccountingMonth month, PeriodFigures figures, FunderNames names)
    {
        using var buffer = new MemoryStream();
        using (var csv = CsvWriter.Create(buffer, Options, leaveOpen: true))
        {
            csv.WriteRecord(Header);
            foreach (var account in figures.Accounts)
            {
                foreach (var line in LinesOf(account))
                {
                    csv.WriteRecord(Fields(month, account, names, line, isDebit: true));
                    csv.WriteRecord(Fields(month, account, names, line, isDebit: false));
                }
            }
        }

        return buffer.ToArray();
    }

    private static IEnumerable<Line> LinesOf(AccountFigures account)
    {
        var (points, money) = (account.Movements, account.Money?.Movements);
        var source =
            account.Funder == Funder.Club || account.Funder == LedgerTotal.Arrears ? Chart.Issued : Chart.Partners;
        (string Name, GlAccount Other, long Points, decimal? Money)[] movements =
        [
            ("issued", source, points.Issued, money?.Issued),
            ("reversed", source, points.Reversed, money?.Reversed),
            ("redeemed", Chart.Redemptions, points.Redeemed, money?.Redeemed),
            ("givenBack", Chart.Redemptions, points.GivenBack, money?.GivenBack),
            ("lapsed", Chart.Breakage, points.Lapsed, money?.Lapsed),
            ("forfeited", Chart.Breakage, points.Forfeited, money?.Forfeited),
            ("adjusted", Chart.Adjustments, points.Adjusted, money?.Adjusted),
            ("transferred", Chart.Transfers, points.Transferred, money?.Transferred),
            ("arrearsRepaid", Chart.Transfers, points.ArrearsRepaid, money?.ArrearsRepaid),
            ("revaluation", Chart.Revaluation, 0, account.Money?.Revaluation),
        ];
        var own = account.Funder == LedgerTotal.Arrears ? Chart.Arrears : Chart.Outstanding;
        foreach (var (name, other, moved, worth) in movements)
        {
            if (moved != 0 || worth is not (null or 0))
            {
                // More outstanding points are a credit of their account.
                var (debit, credit) = moved > 0 || (moved == 0 && worth > 0) ? (other, own) : (own, other);
                yield return new Line(
                    name,
                    debit,
                    credit,
                    Math.Abs(moved),
                    worth is { } amount ? Math.Abs(amount) : null
                );
            }
        }
    }

    private static string[] Fields(
        AccountingMonth month,
        AccountFigures account,
        FunderNames names,
        Line line,
        bool isDebit
    )
    {
        var own = isDebit ? line.Debit : line.Credit;
        var points = line.Points.ToString(CultureInfo.InvariantCulture);
        var money =
            line.Money?.ToString($"F{account.Money!.Cost.Currency.Decimals}", CultureInfo.InvariantCulture) ?? "";
        return
        [
            month.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            month.ToString(),
            own.Number,
            own.Name,
            account.Currency.Value,
            FunderNames.IdOf(account.Funder),
            names.Of(account.Funder),
            line.Movement,
            isDebit ? points : "",
            isDebit ? "" : points,
            isDebit ? money : "",
            isDebit ? "" : money,
            account.Money?.Cost.Currency.Code ?? "",
        ];
    }

    private sealed record GlAccount(string Number, string Name);

    /// <param name="Points">at least 0, as <paramref name="Money"/>.</param>
    private sealed record Line(string Movement, GlAccount Debit, GlAccount Credit, long Points, decimal? Money);
}
