using Loyalty.Domain.Members;

namespace Loyalty.Domain.Partners;

/// <summary>The partner's customer and the member are the same person. A customer has one member; a member may be several
/// customers (accounts) of one partner.</summary>
public sealed class MemberLink
{
    public const int PartnerCustomerIdLengthMax = 100;

    public required PartnerId PartnerId { get; init; }

    /// <summary>The partner's own id of its customer, compared character by character.</summary>
    public required string PartnerCustomerId { get; init; }

    public required MemberId MemberId { get; init; }

    public required DateTimeOffset LinkedAt { get; init; }
}
