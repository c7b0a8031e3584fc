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
    public static void MapRedemptionFile(this RouteGroupBuilder changes) =>
        changes
            .MapPost("/file", TakeAsync)
            .Accepts<string>(CsvFile.Type)
            .WithName("changeRedemptionsByFile")
            .WithSummary("Change many redemptions by a CSV file")
            .WithDescription(
                $"UTF-8 with a header: `redemptionId,action,carrier,reference,reason`; the last three may be left out. `action` is `fulfil`, `fail` or `cancel`. At most {CsvFile.LinesMax} lines. The answer says line by line what became of it."
            )
            .KeepsItsKey()
            .Refuses(413, 415, 422);

    private static async Task<Results<Ok<RedemptionFileView>, ProblemHttpResult>> TakeAsync(
        ChangeRedemption change,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var (lines, problem) = await CsvFile.ReadAsync(
            http.Request,
            ["redemptionId", "action"],
            ["carrier", "reference", "reason"],
            cancellationToken
        );
        return problem is not null
            ? problem
            : TypedResults.Ok(await DoAsync(lines, change, http.User.Subject(), cancellationToken));
    }

    private static async Task<RedemptionFileView> DoAsync(
        IReadOnlyList<CsvLine> lines,
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
                    line["redemptionId"],
                    done.Refusal is null ? done.Value.Status : null,
                    done.Refusal?.Code,
                    done.Refusal is { } refusal ? CsvFile.Explain(refusal) : null
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
        CsvLine line,
        ChangeRedemption change,
        string by,
        CancellationToken cancellationToken
    ) =>
        !Identifier.TryParse<RedemptionId>(line["redemptionId"], out var id)
            ? new Refusal.InvalidRequest("redemptionId", "is not the id of a redemption")
            : line["action"] switch
            {
                "fulfil" => await change.FulfilAsync(
                    id,
                    by,
                    line.Optional("carrier"),
                    line.Optional("reference"),
                    cancellationToken
                ),
                "fail" => await change.FailAsync(id, by, line.Optional("reason"), cancellationToken),
                "cancel" => await change.CancelByStaffAsync(id, by, line.Optional("reason"), false, cancellationToken),
                _ => new Refusal.InvalidRequest("action", "must be fulfil, fail or cancel"),
            };
}
