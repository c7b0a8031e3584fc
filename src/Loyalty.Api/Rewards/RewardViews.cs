using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Api.Rewards;

/// <summary>A reward of the catalogue.</summary>
/// <param name="Status"><c>draft</c>: members do not see it; <c>retired</c>: for good.</param>
/// <param name="Definition">what it is, costs and asks for.</param>
/// <param name="Warnings">why no member can have it at this moment.</param>
public sealed record RewardView(
    RewardId Id,
    RewardStatus Status,
    RewardDocument Definition,
    IReadOnlyList<RewardWarning> Warnings,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? RetiredAt
)
{
    internal static RewardView Of(Reward reward, ILookup<RewardId, RewardWarning> warnings) =>
        new(
            reward.Id,
            reward.Status,
            RewardDocument.Of(reward.Definition),
            [.. warnings[reward.Id]],
            reward.CreatedAt,
            reward.PublishedAt,
            reward.RetiredAt
        );
}

/// <summary>How much of a reward was taken, in pieces.</summary>
/// <param name="Total">over all time.</param>
/// <param name="Today">on <paramref name="Day"/>.</param>
/// <param name="Day">today in the programme's zone.</param>
/// <param name="PerMember">how many a member may have in each <paramref name="MemberPeriod"/>; null for no limit.</param>
/// <param name="Codes">null for a reward that gives out no codes.</param>
/// <param name="Claims">redemptions by their status.</param>
public sealed record RewardStockView(
    StockCountView Total,
    StockCountView Today,
    DateOnly Day,
    long? PerMember,
    Domain.Earning.CapPeriod? MemberPeriod,
    RewardCodesView? Codes,
    IReadOnlyList<ClaimCountView> Claims
)
{
    internal static RewardStockView Of(RewardStockReport report) =>
        new(
            StockCountView.Of(report.Limits.Total, report.TakenTotal),
            StockCountView.Of(report.Limits.PerDay, report.TakenToday),
            report.Day,
            report.Limits.PerMember,
            report.Limits.PerMember is null ? null : report.Limits.MemberPeriod,
            report.CodesFree is { } free ? new RewardCodesView(free, report.CodesTaken ?? 0) : null,
            [
                .. Enum.GetValues<RedemptionStatus>()
                    .Select(status => new ClaimCountView(status, report.Claims.GetValueOrDefault(status))),
            ]
        );
}

/// <param name="Limit">null for none.</param>
/// <param name="Left">null without a limit; 0 too where a limit was lowered below what was taken.</param>
public sealed record StockCountView(long? Limit, long Taken, long? Left)
{
    internal static StockCountView Of(long? limit, long taken) =>
        new(limit, taken, limit is { } pieces ? Math.Max(0, pieces - taken) : null);
}

/// <param name="Free">codes that nobody has.</param>
public sealed record RewardCodesView(int Free, int Taken);

public sealed record ClaimCountView(RedemptionStatus Status, int Count);

/// <summary>A redemption of the reward, without anything personal.</summary>
/// <param name="Points">in all.</param>
/// <param name="Amount">where the reward's amount varies.</param>
/// <param name="Money">in all, to be paid besides.</param>
/// <param name="Cause">why it ended or waits; see docs/rewards.md.</param>
public sealed record RewardClaimView(
    RedemptionId Id,
    MemberId MemberId,
    RedemptionStatus Status,
    int Quantity,
    long? Amount,
    PointCurrencyCode Currency,
    long Points,
    Money? Money,
    DateTimeOffset RequestedAt,
    DateTimeOffset Deadline,
    DateTimeOffset? FulfilledAt,
    DateTimeOffset? EndedAt,
    string? Cause
)
{
    internal static RewardClaimView Of(Redemption redemption) =>
        new(
            redemption.Id,
            redemption.MemberId,
            redemption.Status,
            redemption.Quantity,
            redemption.Amount,
            redemption.Currency,
            redemption.Points,
            redemption is { MoneyAmount: { } amount, MoneyCurrency: { } currency }
                ? new Money(amount, currency).InPlainForm()
                : null,
            redemption.RequestedAt,
            redemption.Deadline,
            redemption.FulfilledAt,
            redemption.EndedAt,
            redemption.Cause
        );
}

/// <summary>What became of a file of codes. Codes are shown by their beginning only.</summary>
/// <param name="Lines">that were read, blank ones aside.</param>
/// <param name="Imported">codes that the reward has now and had not before.</param>
/// <param name="Duplicates">codes that were left out.</param>
/// <param name="Invalid">lines that are no codes.</param>
/// <param name="IsComplete">false: the file has more lines than one import takes, and the rest was not read. Send it as another
/// file.</param>
public sealed record RewardCodeImportView(
    int Lines,
    int Imported,
    DuplicateCodesView Duplicates,
    InvalidCodesView Invalid,
    bool IsComplete
)
{
    internal static RewardCodeImportView Of(RewardCodeImport import) =>
        new(
            import.Lines,
            import.Imported,
            new DuplicateCodesView(
                import.DuplicateCount,
                [
                    .. import.Duplicates.Select(duplicate => new DuplicateCodeView(
                        duplicate.Line,
                        duplicate.MaskedCode,
                        duplicate.FirstLine
                    )),
                ]
            ),
            new InvalidCodesView(import.InvalidCount, import.Invalid),
            import.IsComplete
        );
}

/// <param name="Lines">the first 1,000 of them.</param>
public sealed record DuplicateCodesView(int Count, IReadOnlyList<DuplicateCodeView> Lines);

/// <param name="Line">its number in the file, from 1.</param>
/// <param name="Code">its beginning.</param>
/// <param name="FirstLine">where the file has the same code first; null where the reward had it before.</param>
public sealed record DuplicateCodeView(int Line, string Code, int? FirstLine);

/// <param name="Lines">numbers of the first 1,000 of them.</param>
public sealed record InvalidCodesView(int Count, IReadOnlyList<int> Lines);
