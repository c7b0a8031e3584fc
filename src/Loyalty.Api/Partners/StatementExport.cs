using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using CsvHelper;
using Loyalty.Application.Partners;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Api.Partners;

/// <summary>A statement as CSV and as a page to print, written out as it is read, so that a large month takes no memory.</summary>
internal static class StatementExport
{
    /// <summary>Lines that are printed; all of them are in the CSV.</summary>
    public const int PrintedLinesMax = 2_000;

    private const int LinesPerRead = 500;

    /// <summary>Four columns of numbers begin here.</summary>
    private const int NumbersFrom = 9;

    private const string Style =
        "body{font:11pt/1.4 sans-serif;margin:2rem}table{border-collapse:collapse;width:100%}"
        + "th,td{border-bottom:1px solid #999;padding:.2rem .4rem;text-align:left;vertical-align:top}"
        + "td.n{text-align:right;font-variant-numeric:tabular-nums}thead{display:table-header-group}"
        + "@media print{body{margin:0;font-size:8pt}tr{break-inside:avoid}@page{size:A4 landscape;margin:12mm}}";

    /// <summary>The page loads and runs nothing; its own style is allowed by its hash.</summary>
    public static string PagePolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; frame-ancestors 'none'";

    private static readonly string[] Header =
    [
        "month",
        "movement",
        "eventKey",
        "source",
        "eventId",
        "type",
        "occurredAt",
        "recordedAt",
        "pointCurrency",
        "points",
        "pointsElsewhere",
        "cost",
        "money",
        "moneyCurrency",
        "dispute",
        "redemption",
        "reference",
        "product",
        "units",
        "line",
    ];

    /// <summary>Ids come from partners: what a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    private static CsvWriterOptions Options { get; } =
        CsvWriterOptions.Default with
        {
            Injection = CsvInjection.Escape,
        };

    public static async Task WriteCsvAsync(
        Stream output,
        Statements statements,
        PartnerId partner,
        AccountingMonth month,
        CancellationToken cancellationToken
    )
    {
        await using var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        await csv.WriteRecordAsync(Header, cancellationToken);
        await foreach (var line in LinesAsync(statements, partner, month, cancellationToken))
        {
            Write(csv, month.ToString(), line);
            await csv.EndRecordAsync(cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    /// <summary>Numbers as numbers: what begins with a minus is else taken for a formula.</summary>
    private static void Write(CsvWriter csv, string month, StatementLine line)
    {
        var fields = StatementLineView.Fields(month, line);
        foreach (var text in fields.AsSpan(0, NumbersFrom))
        {
            csv.WriteField(text);
        }

        csv.WriteField(line.Points, default, CultureInfo.InvariantCulture);
        csv.WriteField(line.Elsewhere, default, CultureInfo.InvariantCulture);
        foreach (var number in (decimal?[])[line.Cost, line.Money])
        {
            if (number is { } known)
            {
                csv.WriteField(known, "0.##########", CultureInfo.InvariantCulture);
            }
            else
            {
                csv.WriteField("");
            }
        }

        foreach (var text in fields.AsSpan(NumbersFrom + 4))
        {
            csv.WriteField(text);
        }
    }

    public static async Task WritePageAsync(
        Stream output,
        Statements statements,
        Partner partner,
        StatementState state,
        CancellationToken cancellationToken
    )
    {
        await using var page = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        var view = StatementView.Of(partner, state);
        await page.WriteAsync(Begin(view));
        var printed = 0;
        await foreach (var line in LinesAsync(statements, partner.Id, state.Month, cancellationToken))
        {
            if (printed++ == PrintedLinesMax)
            {
                break;
            }

            await page.WriteAsync(Row(StatementLineView.Fields(view.Month, line)));
        }

        await page.WriteAsync("</tbody></table>");
        if (printed > PrintedLinesMax)
        {
            await page.WriteAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<p>The first {PrintedLinesMax} lines. The CSV has all.</p>"
                )
            );
        }

        await page.WriteAsync("</body></html>\n");
    }

    private static async IAsyncEnumerable<StatementLine> LinesAsync(
        Statements statements,
        PartnerId partner,
        AccountingMonth month,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? position = null;
        do
        {
            var page = await statements.ReadLinesAsync(partner, month, position, LinesPerRead, cancellationToken);
            foreach (var line in page?.Lines ?? [])
            {
                yield return line;
            }

            position = page?.Next;
        } while (position is not null);
    }

    private static string Begin(StatementView view)
    {
        var title = $"Statement {view.Month}, {view.PartnerName}";
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
            .Append(Encode(title))
            .Append("</title><style>")
            .Append(Style)
            .Append("</style></head><body><h1>")
            .Append(Encode(title))
            .Append("</h1><p>")
            .Append(
                view.ClosedAt is { } closed
                    ? string.Create(CultureInfo.InvariantCulture, $"Closed {closed:yyyy-MM-dd HH:mm} UTC.")
                    : "Provisional: figures and lines may still change."
            )
            .Append("</p><table><thead><tr><th>Points</th><th>Cost per point</th><th>Issued</th><th>Taken back</th>")
            .Append("<th>Corrections</th><th>Prepaid</th><th>Due</th></tr></thead><tbody>");
        foreach (var one in view.Currencies)
        {
            html.Append("<tr><td>").Append(Encode(one.PointCurrency.Value)).Append("</td>");
            Cell(html, Text(one.CostPerPoint));
            foreach (
                var amount in (StatementAmountView[])
                    [one.Issued, one.Reversed, one.Corrections, one.Covered.Negated, one.Due]
            )
            {
                var points = amount.Points.ToString(CultureInfo.InvariantCulture);
                Cell(html, amount.Money is null ? points : $"{points} / {Text(amount.Money)}");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        Fulfilment(html, view);
        return html.Append("<h2>Lines</h2><table><thead><tr><th>Movement</th><th>Event</th><th>Occurred</th>")
            .Append(
                "<th>Recorded</th><th>Points</th><th>Elsewhere</th><th>Cost</th><th>Money</th></tr></thead><tbody>\n"
            )
            .ToString();
    }

    private static void Fulfilment(StringBuilder html, StatementView view)
    {
        if (view.Fulfilment.Count > 0)
        {
            html.Append("<h2>Delivered</h2><table><thead><tr><th>Delivered</th><th>Came back</th>")
                .Append("<th>Corrections</th><th>Due</th></tr></thead><tbody>");
            foreach (var one in view.Fulfilment)
            {
                html.Append("<tr>");
                foreach (var part in (StatementRedemptionsView[])[one.Fulfilled, one.Returned])
                {
                    Cell(html, string.Create(CultureInfo.InvariantCulture, $"{part.Redemptions} / {Text(part.Money)}"));
                }

                Cell(html, Text(one.Corrections));
                Cell(html, Text(one.Due));
                html.Append("</tr>");
            }

            html.Append("</tbody></table>");
        }

        foreach (var one in view.Balance)
        {
            html.Append("<p>")
                .Append(one.Amount < 0 ? "Owed to the partner: " : "Owed to the club: ")
                .Append(Encode(Text(one with { Amount = Math.Abs(one.Amount) })))
                .Append("</p>");
        }
    }

    private static string Row(string[] fields)
    {
        var html = new StringBuilder("<tr><td>").Append(Encode(fields[1])).Append("</td><td>");
        // The event, or the order with the partner's own id of it.
        html.Append(Encode($"{fields[3]} {fields[4]} {fields[15]} {fields[16]}".Trim())).Append("</td><td>");
        html.Append(Encode(fields[6])).Append("</td><td>").Append(Encode(fields[7])).Append("</td>");
        Cell(html, $"{fields[9]} {fields[8]}");
        Cell(html, fields[10]);
        Cell(html, fields[11]);
        Cell(html, $"{fields[12]} {fields[13]}".Trim());
        return html.Append("</tr>\n").ToString();
    }

    private static void Cell(StringBuilder html, string text) =>
        html.Append("<td class=\"n\">").Append(Encode(text)).Append("</td>");

    private static string Text(Domain.Money? money) =>
        money is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Amount} {known.Currency.Code}") : "";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
