using System.Globalization;
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
    public static void MapReturnsFile(this RouteGroupBuilder writes) =>
        writes
            .MapPost("/magazine-returns", TakeAsync)
            .Accepts<string>(CsvFile.Type)
            .WithName("takeMagazineReturns")
            .WithSummary("Takes copies that came back, by a CSV file")
            .WithDescription(
                $"UTF-8 with a header: `copy,reason,returnedOn`. `copy` is the code below the label, or the copy of a mail; `reason` a code such as `moved`, `unknown`, `refused`, `mailbox-full`; `returnedOn` a day, today when left out. At most {CsvFile.LinesMax} lines. The answer says line by line what became of it."
            )
            .KeepsItsKey()
            .Refuses(413, 415, 422);

    private static async Task<Results<Ok<ReturnsFileView>, ProblemHttpResult>> TakeAsync(
        TakeReturnedCopy take,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (lines, problem) = await CsvFile.ReadAsync(
            http.Request,
            ["copy", "reason"],
            ["returnedOn"],
            cancellationToken
        );
        if (problem is not null)
        {
            return problem;
        }

        var results = new List<ReturnLineView>(lines.Count);
        foreach (var line in lines)
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
        CsvLine line,
        TakeReturnedCopy take,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse<CopyId>(line["copy"], out var copy))
        {
            return new Refusal.InvalidRequest("copy", "is not the code of a copy (cpy_…)");
        }

        DateOnly? on = null;
        if (line.Optional("returnedOn") is { } written)
        {
            if (
                !DateOnly.TryParseExact(
                    written,
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

        return await take.ExecuteAsync(copy, line["reason"], on, cancellationToken);
    }

    private static ReturnLineView View(CsvLine line, Outcome<ReturnedCopy> done) =>
        done.Match(
            taken => new ReturnLineView(line.Number, line["copy"], !taken.IsNew, taken.IsSuspended, null, null),
            refusal => new ReturnLineView(
                line.Number,
                line["copy"],
                Repeated: null,
                Suspended: null,
                refusal.Code,
                CsvFile.Explain(refusal)
            )
        );
}
