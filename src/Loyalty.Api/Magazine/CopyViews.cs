using Loyalty.Application.Magazine;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Magazine;

/// <summary>How far the jobs are with an issue.</summary>
/// <param name="Addressing">the writing of copies; null before it has begun.</param>
/// <param name="Sending">null before it has begun.</param>
public sealed record IssueProgressView(
    IssueId IssueId,
    IssueStatus Status,
    JobProgressView? Addressing,
    JobProgressView? Sending
)
{
    internal static IssueProgressView Of(IssueProgress progress) =>
        new(
            progress.Issue.Id,
            progress.Issue.Status,
            JobProgressView.Of(progress.Addressing),
            JobProgressView.Of(progress.Sending)
        );
}

/// <param name="Processed">of <paramref name="Total"/>, which was counted when it began.</param>
/// <param name="FinishedAt">null while it is at work, or waits to go on.</param>
public sealed record JobProgressView(long Processed, long Total, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    internal static JobProgressView? Of(Job? job) =>
        job is null ? null : new(job.Processed, job.Total, job.StartedAt, job.FinishedAt);
}

/// <summary>How an issue arrived and what it cost.</summary>
/// <param name="Target">the share that the postal partner is held to.</param>
/// <param name="Regions">of printed copies, by country and the first two characters of the postal code.</param>
/// <param name="Skipped">subscribers who got none, by what kept it from them.</param>
/// <param name="Costs">of printed copies; null where nobody has said what one costs, or nothing was printed.</param>
public sealed record IssueReportView(
    IssueId IssueId,
    IssueStatus Status,
    decimal Target,
    IReadOnlyList<ChannelFiguresView> Channels,
    IReadOnlyList<RegionFiguresView> Regions,
    IReadOnlyList<SkippedView> Skipped,
    IssueCostsView? Costs
)
{
    internal static IssueReportView Of(IssueReport report) =>
        new(
            report.Issue.Id,
            report.Issue.Status,
            Deliverability.Target,
            [
                .. report
                    .ByChannel.OrderBy(one => one.Key)
                    .Select(one => new ChannelFiguresView(one.Key, FiguresView.Of(one.Value))),
            ],
            [.. report.ByRegion.Select(one => new RegionFiguresView(one.Region, FiguresView.Of(one.Figures)))],
            [.. report.Skipped.OrderBy(one => one.Key).Select(one => new SkippedView(one.Key, one.Value))],
            IssueCostsView.Of(report)
        );
}

/// <param name="Ready">addressed and not yet on their way.</param>
/// <param name="Sent">that left, returned ones included.</param>
/// <param name="Delivered">the share of what left that did not come back, rounded down to four places; null while nothing has
/// left.</param>
/// <param name="MeetsTarget">null while nothing has left.</param>
public sealed record FiguresView(
    long Ready,
    long Sent,
    long Returned,
    long Reached,
    decimal? Delivered,
    bool? MeetsTarget
)
{
    internal static FiguresView Of(Deliverability figures) =>
        new(figures.Ready, figures.Sent, figures.Returned, figures.Reached, figures.Share, figures.MeetsTarget);
}

public sealed record ChannelFiguresView(MagazineChannel Channel, FiguresView Figures);

/// <param name="Region">such as <c>CZ-11</c>; the country alone where there is no postal code.</param>
public sealed record RegionFiguresView(string Region, FiguresView Figures);

public sealed record SkippedView(CopyObstacle Obstacle, long Subscribers);

/// <summary>What printed copies cost, with the discounts that so many pieces get. Rounded to four places.</summary>
/// <param name="Pieces">that were addressed.</param>
/// <param name="PerReached">the total over the members who were reached; null while nobody was.</param>
public sealed record IssueCostsView(
    long Pieces,
    Money AddressUse,
    Money Print,
    Money Envelope,
    Money Postage,
    Money PerPiece,
    Money Total,
    Money? PerReached
)
{
    internal static IssueCostsView? Of(IssueReport report)
    {
        if (report.Costs is not { } costs)
        {
            return null;
        }

        return new IssueCostsView(
            report.Pieces,
            Amount(costs.AddressUse.PerPiece(report.Pieces)),
            Amount(costs.Print.PerPiece(report.Pieces)),
            Amount(costs.Envelope.PerPiece(report.Pieces)),
            Amount(costs.Postage.PerPiece(report.Pieces)),
            Amount(report.PerPiece!.Value),
            Amount(report.Total!.Value),
            report.PerReached is { } reached ? Amount(reached) : null
        );

        Money Amount(decimal amount) =>
            new Money(decimal.Round(amount, 4, MidpointRounding.AwayFromZero), costs.Currency).InPlainForm();
    }
}

/// <summary>A mail as it is to be sent. Personal data.</summary>
/// <param name="To">the address of the freeze.</param>
public sealed record MailView(CopyId CopyId, MemberId MemberId, string To, string Language, string Subject, string Text)
{
    internal static MailView Of(WrittenMail mail) =>
        new(mail.Copy, mail.Member, mail.To, mail.Language, mail.Subject, mail.Text);
}

/// <summary>What became of a file of returns.</summary>
/// <param name="Taken">lines that were taken, now or before.</param>
/// <param name="Refused">lines that changed nothing.</param>
public sealed record ReturnsFileView(int Taken, int Refused, IReadOnlyList<ReturnLineView> Lines);

/// <param name="Line">of the file, from 1.</param>
/// <param name="Repeated">it was told before; null where it was refused.</param>
/// <param name="Suspended">the subscription is suspended now; null where it was refused.</param>
/// <param name="Code">why it was refused; null where it was not.</param>
public sealed record ReturnLineView(
    long Line,
    string Copy,
    bool? Repeated,
    bool? Suspended,
    string? Code,
    string? Detail
);
