using Loyalty.Api.Members;
using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Care;

/// <summary>What care rules have come to.</summary>
internal static class CareFiguresEndpoint
{
    public static void MapCareFigures(this RouteGroupBuilder admin) =>
        admin
            .MapGet("/care-rules/{rule}/figures", GetAsync)
            .WithTags("Care")
            .WithName("getCareFigures")
            .WithSummary("Counts what a care rule has come to, and its effect against those left out on purpose")
            .Refuses(404);

    private static async Task<Results<Ok<CareFiguresView>, ProblemHttpResult>> GetAsync(
        CareRuleId rule,
        ReportCareRule report,
        CancellationToken cancellationToken
    ) => (await report.ExecuteAsync(rule, cancellationToken)).ToOk(CareFiguresView.Of);
}

/// <summary>What a care rule has come to.</summary>
/// <param name="Planned">all contacts, whatever became of them.</param>
/// <param name="Waiting">still to be sent.</param>
/// <param name="Queued">on a call list, or for the next file of letters.</param>
/// <param name="Reached">of those made.</param>
/// <param name="Control">of those left out on purpose whose turn has come.</param>
/// <param name="UpliftPercent">by how many per cent points more of those who were contacted reached the goal than of those left out;
/// null while one of the groups is empty.</param>
public sealed record CareFiguresView(
    int Planned,
    int Waiting,
    int Queued,
    IReadOnlyList<CareSkippedView> Skipped,
    IReadOnlyList<CareChannelView> Sent,
    CareGoalView Reached,
    CareGoalView Control,
    decimal? UpliftPercent
)
{
    internal static CareFiguresView Of(CareFigures figures) =>
        new(
            figures.Planned,
            figures.Waiting,
            figures.Queued,
            [
                .. figures
                    .Skipped.OrderByDescending(one => one.Value)
                    .ThenBy(one => one.Key, StringComparer.Ordinal)
                    .Select(one => new CareSkippedView(one.Key, one.Value)),
            ],
            [
                .. figures
                    .Sent.Keys.Union(figures.Outcomes.Keys.Select(key => key.Channel))
                    .Order()
                    .Select(channel => new CareChannelView(
                        channel,
                        figures.Sent.GetValueOrDefault(channel)?.Contacts ?? 0,
                        figures.Sent.GetValueOrDefault(channel)?.Reached ?? 0,
                        [
                            .. figures
                                .Outcomes.Where(one => one.Key.Channel == channel)
                                .OrderBy(one => one.Key.Outcome)
                                .Select(one => new CareOutcomeCountView(one.Key.Outcome, one.Value)),
                        ]
                    )),
            ],
            CareGoalView.Of(figures.Reached),
            CareGoalView.Of(figures.Control),
            figures.UpliftPercent
        );
}

/// <param name="Reason">a code of docs/care-contacts.md.</param>
public sealed record CareSkippedView(string Reason, int Count);

/// <summary>What went out over a channel.</summary>
/// <param name="Reached">how many of them reached the rule's goal.</param>
/// <param name="Outcomes">contacts of which each was reported; one contact may have several.</param>
public sealed record CareChannelView(
    ConsentChannel Channel,
    int Sent,
    int Reached,
    IReadOnlyList<CareOutcomeCountView> Outcomes
);

public sealed record CareOutcomeCountView(CareOutcome Outcome, int Count);

/// <summary>How many of a group reached the rule's goal.</summary>
/// <param name="Percent">to two places; null for an empty group.</param>
public sealed record CareGoalView(int Contacts, int Reached, decimal? Percent)
{
    internal static CareGoalView Of(GoalFigures figures) =>
        new(figures.Contacts, figures.Reached, figures.Percent is { } percent ? Math.Round(percent, 2) : null);
}
