using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;

namespace Loyalty.Api.Rewards;

/// <summary>Which redemptions are wanted.</summary>
public sealed record RedemptionFilter
{
    /// <summary>As it stands now: <c>requested</c>, <c>reserved</c>, <c>ordered</c>, <c>fulfilled</c>, <c>failed</c>, <c>cancelled</c> or <c>expired</c>.</summary>
    public string? Status { get; init; }

    /// <summary>How it is fulfilled: <c>staff</c>, <c>immediate</c>, <c>code</c> or <c>partner</c>.</summary>
    public string? Method { get; init; }

    /// <summary>A member's id.</summary>
    public string? Member { get; init; }

    /// <summary>A reward's id.</summary>
    public string? Reward { get; init; }

    /// <summary>The id of the partner who fulfils it.</summary>
    public string? Partner { get; init; }

    /// <summary>The partner's own id, or the number of the consignment; to the letter.</summary>
    public string? Reference { get; init; }

    /// <summary>Only those whose deadline has passed and that are not over.</summary>
    public bool? Overdue { get; init; }

    /// <summary>Whether the points are where the status says: <c>false</c> for those of which the ledger has still to move some.</summary>
    public bool? Settled { get; init; }

    internal Refusal? WhyNot() =>
        Status is not null && !TryRead<RedemptionStatus>(Status, out _)
            ? new Refusal.InvalidRequest("status", "is not a status of redemptions")
        : Method is not null && !TryRead<FulfilmentMethod>(Method, out _)
            ? new Refusal.InvalidRequest("method", "is not a way of fulfilment")
        : Member is not null && !Identifier.TryParse<MemberId>(Member, out _)
            ? new Refusal.InvalidRequest("member", "is not the id of a member")
        : Reward is not null && !Identifier.TryParse<RewardId>(Reward, out _)
            ? new Refusal.InvalidRequest("reward", "is not the id of a reward")
        : Partner is not null && !Identifier.TryParse<PartnerId>(Partner, out _)
            ? new Refusal.InvalidRequest("partner", "is not the id of a partner")
        : null;

    internal IQueryable<Redemption> Apply(IQueryable<Redemption> rows, DateTimeOffset now)
    {
        if (TryRead<RedemptionStatus>(Status, out var status))
        {
            rows = rows.Where(row => row.Status == status);
        }

        if (TryRead<FulfilmentMethod>(Method, out var method))
        {
            rows = rows.Where(row => row.Method == method);
        }

        if (Identifier.TryParse<MemberId>(Member, out var member))
        {
            rows = rows.Where(row => row.MemberId == member);
        }

        if (Identifier.TryParse<RewardId>(Reward, out var reward))
        {
            rows = rows.Where(row => row.RewardId == reward);
        }

        if (Identifier.TryParse<PartnerId>(Partner, out var partner))
        {
            rows = rows.Where(row => row.PartnerId == partner);
        }

        if (Reference is { } reference)
        {
            rows = rows.Where(row => row.Reference == reference);
        }

        if (Settled is { } isSettled)
        {
            // What is to be settled is always looked at again, and the index holds only what is.
            rows = isSettled
                ? rows.Where(row => row.Settlement == RedemptionSettlement.None)
                : rows.Where(row => row.NextAttemptAt != null && row.Settlement != RedemptionSettlement.None);
        }

        return Overdue is true
            ? rows.Where(row =>
                row.Deadline <= now
                && (
                    row.Status == RedemptionStatus.Requested
                    || row.Status == RedemptionStatus.Reserved
                    || row.Status == RedemptionStatus.Ordered
                )
            )
            : rows;
    }

    // What the framework binds must be in the case of the code.
    private static bool TryRead<TEnum>(string? text, out TEnum value)
        where TEnum : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
}
