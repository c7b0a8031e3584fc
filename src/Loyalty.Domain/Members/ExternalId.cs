namespace Loyalty.Domain.Members;

/// <summary>How another system of the club (dealer system, CRM, shop) names the member. A member has at most one in each
/// system, and an id there names at most one member.</summary>
public sealed class ExternalId
{
    public const int SystemLengthMax = 60;
    public const int ValueLengthMax = 200;

    /// <summary>Lower-case letters, digits and hyphens.</summary>
    public required string System { get; init; }

    public required string Value { get; set; }

    public required MemberId MemberId { get; init; }
}
