using Loyalty.Application.Jobs;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>How an issue arrived and what it cost.</summary>
/// <param name="ByChannel">of those over which copies were written.</param>
/// <param name="ByRegion">of printed copies, by country and first digits of the postal code, in their order.</param>
/// <param name="Skipped">subscribers who got none, by what kept it from them.</param>
/// <param name="Pieces">printed copies.</param>
/// <param name="Costs">null where nobody has said what a copy costs, or nothing was printed.</param>
public sealed record IssueReport(
    Issue Issue,
    IReadOnlyDictionary<MagazineChannel, Deliverability> ByChannel,
    IReadOnlyList<(string Region, Deliverability Figures)> ByRegion,
    IReadOnlyDictionary<CopyObstacle, long> Skipped,
    long Pieces,
    IssueCosts? Costs
)
{
    public decimal? PerPiece => Costs?.PerPiece(Pieces);

    public decimal? Total => PerPiece * Pieces;

    /// <summary>Null while nobody was reached by post.</summary>
    public decimal? PerReached =>
        ByChannel.GetValueOrDefault(MagazineChannel.Post) is { Reached: > 0 and var reached } ? Total / reached : null;
}

/// <summary>How far the jobs are with an issue; null for what has not begun.</summary>
public sealed record IssueProgress(Issue Issue, Job? Addressing, Job? Sending);

/// <summary>Counts what became of an issue.</summary>
public sealed class ReportIssue(LoyaltyDbContext context, JobLeases leases)
{
    public async Task<Outcome<IssueReport>> ExecuteAsync(IssueId id, CancellationToken cancellationToken)
    {
        var issue = await context.Issues.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (issue is null)
        {
            return new Refusal.NoSuch("issue");
        }

        var counted = await context
            .MagazineCopies.Where(copy => copy.IssueId == id)
            .GroupBy(copy => new
            {
                copy.Channel,
                copy.Region,
                copy.Status,
                copy.Obstacle,
            })
            .Select(group => new { group.Key, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        var figures = counted
            .Where(one => one.Key.Status != CopyStatus.Skipped)
            .Select(one => (one.Key.Channel, one.Key.Region, Figures: Of(one.Key.Status, one.Count)))
            .ToList();
        var byChannel = figures
            .GroupBy(one => one.Channel, one => one.Figures)
            .ToDictionary(group => group.Key, group => group.Aggregate((left, right) => left + right));
        var pieces = byChannel.GetValueOrDefault(MagazineChannel.Post) is { } post ? post.Ready + post.Sent : 0;
        return new IssueReport(
            issue,
            byChannel,
            [
                .. figures
                    .Where(one => one.Channel == MagazineChannel.Post)
                    .GroupBy(one => one.Region, one => one.Figures, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => (group.Key, group.Aggregate((left, right) => left + right))),
            ],
            counted
                .Where(one => one.Key.Obstacle is not null)
                .GroupBy(one => one.Key.Obstacle!.Value, one => one.Count)
                .ToDictionary(group => group.Key, group => group.Sum()),
            pieces,
            pieces > 0 ? issue.Definition.Costs : null
        );
    }

    public async Task<Outcome<IssueProgress>> ProgressAsync(IssueId id, CancellationToken cancellationToken)
    {
        var issue = await context.Issues.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return issue is null
            ? new Refusal.NoSuch("issue")
            : new IssueProgress(
                issue,
                await leases.FindAsync(AddressIssues.JobPrefix + id, cancellationToken),
                await leases.FindAsync(DispatchIssues.JobPrefix + id, cancellationToken)
            );
    }

    private static Deliverability Of(CopyStatus status, long count) =>
        status switch
        {
            CopyStatus.Ready => new Deliverability(count, 0, 0),
            CopyStatus.Sent => new Deliverability(0, count, 0),
            _ => new Deliverability(0, count, count),
        };
}
