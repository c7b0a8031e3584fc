using System.Globalization;
using CsvHelper;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Magazine;

/// <summary>Copies that came back, by file. Each line stands for itself, and a line that was taken before does nothing more, so that a file
/// may be sent again.</summary>
internal static class ReturnsFile
{
    private const int LinesMax = 5_000;
    private const int BytesMax = 1024 * 1024;
    private const string CsvType = "text/csv";

    public static void MapReturnsFile(this RouteGroupBuilder writes) =>
        writes
            .MapPost("/magazine-returns", TakeAsync)
            .Accepts<string>(CsvType)
            .WithName("takeMagazineReturns")
            .WithSummary("Takes copies that came back, by a CSV file")
            .WithDescription(
                $"UTF-8 with a header: `copy,reason,returnedOn`. `copy` is the code below the label, or the copy of a mail; `reason` a code such as `moved`, `unknown`, `refused`, `mailbox-full`; `returnedOn` a day, today when left out. At most {LinesMax} lines. The answer says line by line what became of it."
            )
            .KeepsItsKey()
            .Refuses(413, 415, 422);

    private static async Task<Results<Ok<ReturnsFileView>, ProblemHttpResult>> TakeAsync(
        TakeReturnedCopy take,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() != CsvType)
        {
            return Problem("media-type-unsupported", StatusCodes.Status415UnsupportedMediaType, $"Send {CsvType}.");
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > BytesMax)
            {
                return Problem(
                    "body-too-large",
                    StatusCodes.Status413PayloadTooLarge,
                    $"A file may have at most {BytesMax} bytes."
                );
            }
        }

        body.Position = 0;
        var lines = Read(body);
        if (lines.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var results = new List<ReturnLineView>(lines.Value.Count);
        foreach (var line in lines.Value)
        {
            results.Add(View(line, await DoAsync(line, take, cancellationToken)));
        }

        return TypedResults.Ok(
            new ReturnsFileView(
                results.Count(line => line.Code is null),
                results.Count(line => line.Code is not null),
                results
            )
        );
    }

    private static async Task<Outcome<ReturnedCopy>> DoAsync(
        Line line,
        TakeReturnedCopy take,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse<CopyId>(line.Copy, out var copy))
        {
            return new Refusal.InvalidRequest("copy", "is not the code of a copy (cpy_…)");
        }

        DateOnly? on = null;
        if (line.ReturnedOn is not null)
        {
            if (
                !DateOnly.TryParseExact(
                    line.ReturnedOn,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
            {
                return new Refusal.InvalidRequest("returnedOn", "must be a day such as 2026-03-14");
            }

            on = day;
        }

        return await take.ExecuteAsync(copy, line.Reason, on, cancellationToken);
    }

    private static ReturnLineView View(Line line, Outcome<ReturnedCopy> done) =>
        done.Match(
            taken => new ReturnLineView(line.Number, line.Copy, !taken.IsNew, taken.IsSuspended, null, null),
            refusal => new ReturnLineView(
                line.Number,
                line.Copy,
                Repeated: null,
                Suspended: null,
                refusal.Code,
                refusal is Refusal.InvalidRequest invalid
                    ? string.Join(
                        ' ',
                        invalid.Errors.SelectMany(field => field.Value.Select(error => $"{field.Key} {error}."))
                    )
                    : refusal.Detail
            )
        );

    private static Outcome<IReadOnlyList<Line>> Read(Stream body)
    {
        var lines = new List<Line>();
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

                lines.Add(
                    new Line(
                        line,
                        csv.GetString("copy").Trim(),
                        csv.GetString("reason").Trim(),
                        csv.TryGetFieldIndex("returnedOn", out var index)
                        && index < csv.FieldCount
                        && csv.GetString("returnedOn").Trim() is { Length: > 0 } day
                            ? day
                            : null
                    )
                );
            }

            return csv.TryGetFieldIndex("copy", out _) && csv.TryGetFieldIndex("reason", out _)
                ? lines
                : new Refusal.InvalidRequest("body", "must have a header with copy and reason");
        }
        // Whatever the reader stumbles over is what the caller sent.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Refusal.InvalidRequest("body", $"is not CSV with copy and reason, behind line {line}");
        }
    }

    private static CsvReaderOptions Options { get; } =
        CsvReaderOptions.Default with
        {
            TrackLineNumbers = true,
            MissingField = CsvMissingFieldHandling.Throw,
        };

    private static ProblemHttpResult Problem(string code, int status, string detail) =>
        TypedResults.Problem(Problems.ToDetails(code, status, detail));

    private sealed record Line(long Number, string Copy, string Reason, string? ReturnedOn);
}
