namespace Loyalty.Domain.Members;

/// <summary>What the other side is to the member.</summary>
public enum RelationKind
{
    /// <summary>The company that the member works for.</summary>
    Employer,

    /// <summary>The company whose fleet the member drives in or decides on.</summary>
    Fleet,

    /// <summary>The dealer who looks after the member.</summary>
    Dealer,

    /// <summary>A member of the same household.</summary>
    Household,

    /// <summary>Who brought the member to the club.</summary>
    Referrer,

    /// <summary>A supplier or other business partner.</summary>
    Supplier,
}

/// <summary>How a member is bound to a company, a dealer or another member. The other side is either a member of the club
/// or named in words.</summary>
public sealed class BusinessRelation
{
    public required RelationId Id { get; init; }

    public required MemberId MemberId { get; init; }

    public required RelationKind Kind { get; init; }

    public MemberId? OtherMemberId { get; init; }

    public string? OtherName { get; init; }

    public DateOnly? Since { get; init; }

    public DateOnly? Until { get; init; }
}
