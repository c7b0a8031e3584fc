using System.Globalization;
using System.Text;
using CsvHelper;
using Loyalty.Application.Magazine;

namespace Loyalty.Api.Magazine;

/// <summary>Labels for the printer, written out as they are read, so that a large issue takes no memory.</summary>
internal static class LabelExport
{
    /// <summary>An address has at most ten lines: three of the addressee, three of the street, three of the place, the country.</summary>
    private const int LinesMax = 10;

    /// <summary>Names come from members: what a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    private static CsvWriterOptions Options { get; } =
        CsvWriterOptions.Default with
        {
            Injection = CsvInjection.Escape,
        };

    public static async Task WriteCsvAsync(
        Stream output,
        IAsyncEnumerable<IssueLabel> labels,
        CancellationToken cancellationToken
    )
    {
        await using var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        string[] header =
        [
            "bundle",
            "place",
            "copy",
            "country",
            "postalCode",
            "language",
            .. Enumerable.Range(1, LinesMax).Select(i => string.Create(CultureInfo.InvariantCulture, $"line{i}")),
        ];
        await csv.WriteRecordAsync(header, cancellationToken);
        await foreach (var label in labels.WithCancellation(cancellationToken))
        {
            csv.WriteField(label.Bundle.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(label.Place.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(label.Copy.ToString());
            csv.WriteField(label.Country);
            csv.WriteField(label.PostalCode);
            csv.WriteField(label.Language);
            for (var i = 0; i < LinesMax; i++)
            {
                csv.WriteField(i < label.Lines.Count ? label.Lines[i] : "");
            }

            await csv.EndRecordAsync(cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    /// <summary>Address blocks with the copy's code below, parted by blank lines; each bundle begins with a line of its own.</summary>
    public static async Task WriteTextAsync(
        Stream output,
        IAsyncEnumerable<IssueLabel> labels,
        CancellationToken cancellationToken
    )
    {
        await using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await foreach (var label in labels.WithCancellation(cancellationToken))
        {
            if (label.Place == 1)
            {
                await text.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"=== {label.Bundle} {label.Country} ===\n")
                );
            }

            foreach (var line in label.Lines)
            {
                await text.WriteLineAsync(line);
            }

            await text.WriteLineAsync($"{label.Copy}\n");
        }
    }
}
