namespace Loyalty.Domain.Rewards;

/// <summary>What a member gets.</summary>
public enum RewardKind
{
    /// <summary>Goods of the club.</summary>
    Goods,

    /// <summary>A code that is worth something elsewhere.</summary>
    Voucher,

    /// <summary>What a partner does for the member: airtime, miles, cash to an account.</summary>
    PartnerService,

    /// <summary>A right to a service: a driver, a travel guide, a ticket hotline.</summary>
    Entitlement,

    EventSeat,

    Donation,
}

public enum RewardStatus
{
    /// <summary>Members do not see it.</summary>
    Draft,

    Published,

    /// <summary>Taken out of the catalogue for good. What was redeemed goes on.</summary>
    Retired,
}

/// <summary>Something that members get for points.</summary>
public sealed class Reward : IVersioned
{
    public required RewardId Id { get; init; }

    public RewardStatus Status { get; private set; } = RewardStatus.Draft;

    /// <summary>All that staff say of it.</summary>
    public RewardDefinition Definition { get; private set; } = new();

    /// <summary>Of <see cref="Definition"/>, for searching and sorting.</summary>
    public RewardKind Kind { get; private set; }

    /// <summary>Of <see cref="Definition"/>.</summary>
    public string Category { get; private set; } = "";

    /// <summary>Of <see cref="Definition"/>: the catalogue is shown from the smallest number up.</summary>
    public int DisplayOrder { get; private set; }

    /// <summary>Titles and descriptions of all languages, folded, for searching.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Of <see cref="Definition"/>, so that a page of the catalogue holds only what is seen.</summary>
    public DateTimeOffset? VisibleFrom { get; private set; }

    /// <summary>Of <see cref="Definition"/>.</summary>
    public DateTimeOffset? VisibleUntil { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    public long Version { get; set; }

    /// <param name="definition">sound.</param>
    public Refusal? Change(RewardDefinition definition)
    {
        if (Status == RewardStatus.Retired)
        {
            return new RewardRefusal.IsRetired();
        }

        // What was redeemed knows its kind and how it is fulfilled.
        if (Status == RewardStatus.Published && definition.Fulfilment.Method != Definition.Fulfilment.Method)
        {
            return new RewardRefusal.MethodIsFixed();
        }

        (Definition, Kind, Category, DisplayOrder) = (
            definition,
            definition.Kind,
            definition.Category,
            definition.DisplayOrder
        );
        (VisibleFrom, VisibleUntil) = (definition.VisibleFrom, definition.VisibleUntil);
        SearchText = definition.SearchText();
        return null;
    }

    /// <summary>Shows it to members. Publishing what is published changes nothing.</summary>
    public Refusal? Publish(DateTimeOffset now)
    {
        if (Status == RewardStatus.Retired)
        {
            return new RewardRefusal.IsRetired();
        }

        (Status, PublishedAt) = (RewardStatus.Published, PublishedAt ?? now);
        return null;
    }

    /// <summary>Takes it out of the catalogue for good. Retiring what is retired changes nothing.</summary>
    public void Retire(DateTimeOffset now) => (Status, RetiredAt) = (RewardStatus.Retired, RetiredAt ?? now);
}
