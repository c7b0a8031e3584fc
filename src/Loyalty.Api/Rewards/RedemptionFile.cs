using CsvHelper;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Rewards;

/// <summary>Many redemptions at once, by file: what the club's warehouse hands back after a day of sending. Each line stands for
/// itself, and a line that took effect before does nothing more, so that a file may be sent again.</summary>
internal static class RedemptionFile
{
    private const int LinesMax = 5_000;
    private const int BytesMax = 1024 * 1024;
    private const string CsvType = "text/csv";

    public static void MapRedemptionFile(this RouteGroupBuilder changes) =>
        changes
            .MapPost("/file", TakeAsync)
            .Accepts<string>(CsvType)
            .WithName("changeRedemptionsByFile")
            .WithSummary("Change many redemptions by a CSV file")
            .WithDescription(
                $"UTF-8 with a header: `redemptionId,action,carrier,reference`; the last two may be left out. `action` is `fulfil`, `fail` or `cancel`. At most {LinesMax} lines. The answer says line by line what became of it."
            )
            .KeepsItsKey()
            .Refuses(413, 415, 422);

    private static async Task<Results<Ok<RedemptionFileView>, ProblemHttpResult>> TakeAsync(
        ChangeRedemption change,
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
        return lines.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(await DoAsync(lines.Value, change, http.User.Subject(), cancellationToken));
    }

    private static async Task<RedemptionFileView> DoAsync(
        IReadOnlyList<Line> lines,
        ChangeRedemption change,
        string by,
        CancellationToken cancellationToken
    )
    {
        var results = new List<RedemptionFileLineView>(lines.Count);
        foreach (var line in lines)
        {
            var done = await DoAsync(line, change, by, cancellationToken);
            results.Add(
                new RedemptionFileLineView(
                    line.Number,
                    line.RedemptionId,
                    done.Refusal is null ? done.Value.Status : null,
                    done.Refusal?.Code,
                    done.Refusal is Refusal.InvalidRequest invalid
                        ? string.Join(
                            ' ',
                            invalid.Errors.SelectMany(field => field.Value.Select(e => $"{field.Key} {e}."))
                        )
                        : done.Refusal?.Detail
                )
            );
        }

        return new RedemptionFileView(
            results.Count(line => line.Code is null),
            results.Count(line => line.Code is not null),
            results
        );
    }

    private static async Task<Outcome<Redemption>> DoAsync(
        Line line,
        ChangeRedemption change,
        string by,
        CancellationToken cancellationToken
    ) =>
        !Identifier.TryParse<RedemptionId>(line.RedemptionId, out var id)
            ? new Refusal.InvalidRequest("redemptionId", "is not the id of a redemption")
            : line.Action switch
            {
                "fulfil" => await change.FulfilAsync(id, by, line.Carrier, line.Reference, cancellationToken),
                "fail" => await change.FailAsync(id, by, cancellationToken),
                "cancel" => await change.CancelByStaffAsync(id, by, cancellationToken),
                _ => new Refusal.InvalidRequest("action", "must be fulfil, fail or cancel"),
            };

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
                        csv.GetString("redemptionId").Trim(),
                        csv.GetString("action").Trim(),
                        Optional(csv, "carrier"),
                        Optional(csv, "reference")
                    )
                );
            }

            return csv.TryGetFieldIndex("redemptionId", out _) && csv.TryGetFieldIndex("action", out _)
                ? lines
                : new Refusal.InvalidRequest("body", "must have a header with redemptionId and action");
        }
        // Whatever the reader stumbles over is what the caller sent.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Refusal.InvalidRequest("body", $"is not CSV with redemptionId and action, behind line {line}");
        }
    }

    private static CsvReaderOptions Options { get; } =
        CsvReaderOptions.Default with
        {
            TrackLineNumbers = true,
            MissingField = CsvMissingFieldHandling.Throw,
        };

    private static string? Optional(CsvReader csv, string name) =>
        csv.TryGetFieldIndex(name, out var index)
        && index < csv.FieldCount
        && csv.GetString(name) is { Length: > 0 } value
            ? value
            : null;

    private static ProblemHttpResult Problem(string code, int status, string detail) =>
        TypedResults.Problem(Problems.ToDetails(code, status, detail));

    private sealed record Line(long Number, string RedemptionId, string Action, string? Carrier, string? Reference);
}
