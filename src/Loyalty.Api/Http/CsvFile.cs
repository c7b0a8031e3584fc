using CsvHelper;
using Loyalty.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Http;

/// <summary>One line of a file, by the names of the header.</summary>
/// <param name="Number">of the line in the file, from 1; the header is the first.</param>
internal sealed record CsvLine(long Number, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Of a column that must be there.</summary>
    public string this[string column] => Values[column];

    /// <returns>null where the column is missing or empty.</returns>
    public string? Optional(string column) => Values.GetValueOrDefault(column) is { Length: > 0 } value ? value : null;
}

/// <summary>Files of lines that stand each for themselves, as staff send them: small enough to be answered line by line at once.</summary>
internal static class CsvFile
{
    public const string Type = "text/csv";
    public const int LinesMax = 5_000;

    private const int BytesMax = 1024 * 1024;

    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with
    {
        TrackLineNumbers = true,
        MissingField = CsvMissingFieldHandling.Throw,
    };

    /// <param name="required">columns that the header must have.</param>
    /// <param name="optional">columns that it may have.</param>
    /// <returns>the lines, or why they cannot be read.</returns>
    public static async Task<(IReadOnlyList<CsvLine> Lines, ProblemHttpResult? Problem)> ReadAsync(
        HttpRequest request,
        string[] required,
        string[] optional,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() != Type)
        {
            return ([], Problem("media-type-unsupported", StatusCodes.Status415UnsupportedMediaType, $"Send {Type}."));
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > BytesMax)
            {
                return (
                    [],
                    Problem(
                        "body-too-large",
                        StatusCodes.Status413PayloadTooLarge,
                        $"A file may have at most {BytesMax} bytes."
                    )
                );
            }
        }

        body.Position = 0;
        var lines = Read(body, required, optional);
        return lines.Refusal is { } refusal ? ([], refusal.ToProblem()) : (lines.Value, null);
    }

    /// <summary>Why a line was refused, in words.</summary>
    public static string Explain(Refusal refusal) =>
        refusal is Refusal.InvalidRequest invalid
            ? string.Join(' ', invalid.Errors.SelectMany(field => field.Value.Select(error => $"{field.Key} {error}.")))
            : refusal.Detail;

    private static Outcome<IReadOnlyList<CsvLine>> Read(Stream body, string[] required, string[] optional)
    {
        var columns = string.Join(" and ", required);
        var lines = new List<CsvLine>();
        var line = 1L;
        try
        {
            using var csv = CsvReader.Create(body, Options, leaveOpen: true);
            while (csv.Read())
            {
                line = csv.LineNumber;
                if (lines.Count == LinesMax)
                {
                    return new Refusal.InvalidRequest("body", $"must have at most {LinesMax} lines");
                }

                var values = required.ToDictionary(
                    column => column,
                    column => csv.GetString(column).Trim(),
                    StringComparer.Ordinal
                );
                foreach (var column in optional)
                {
                    if (csv.TryGetFieldIndex(column, out var index) && index < csv.FieldCount)
                    {
                        values[column] = csv.GetString(column).Trim();
                    }
                }

                lines.Add(new CsvLine(line, values));
            }

            return Array.TrueForAll(required, column => csv.TryGetFieldIndex(column, out _))
                ? lines
                : new Refusal.InvalidRequest("body", $"must have a header with {columns}");
        }
        // Whatever the reader stumbles over is what the caller sent.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Refusal.InvalidRequest("body", $"is not CSV with {columns}, behind line {line}");
        }
    }

    private static ProblemHttpResult Problem(string code, int status, string detail) =>
        TypedResults.Problem(Problems.ToDetails(code, status, detail));
}
