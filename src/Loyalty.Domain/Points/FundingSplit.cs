using System.Buffers.Binary;
using Loyalty.Domain.Partners;

namespace Loyalty.Domain.Points;

/// <summary>
/// Which points of an accrual the partner pays for and which the club. What falls between two points is rounded up or down by
/// the event's key: up in as many of the events as the fraction says (stochastic rounding,
/// https://nhigham.com/2020/07/07/what-is-stochastic-rounding/), so that over many events the share is kept, even where each gives a
/// single point, and the same event is always split alike.
/// </summary>
/// <param name="PartnerShare">see <see cref="FundingTerms.PartnerShare"/>.</param>
public readonly record struct FundingSplit(PartnerId Partner, int PartnerShare)
{
    /// <param name="points">at least 1.</param>
    public IReadOnlyList<LotMove> Divide(long points, LotKey lot, PartnerEventKey key)
    {
        var partners = PartnersOf(points, key);
        var own = new LotMove(lot with { Funder = Funder.Of(Partner) }, partners);
        var clubs = new LotMove(lot with { Funder = Funder.Club }, points - partners);
        return (own.Points, clubs.Points) switch
        {
            (0, _) => [clubs],
            (_, 0) => [own],
            _ => [clubs, own],
        };
    }

    private long PartnersOf(long points, PartnerEventKey key)
    {
        if (PartnerShare is 0 or FundingTerms.Whole)
        {
            return PartnerShare == 0 ? 0 : points;
        }

        Span<byte> bytes = stackalloc byte[16];
        _ = key.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        // The last bytes of a key are bits of a hash, as good as drawn by lot.
        var lot = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & 0xFFFF_FFFF_FFFF;
        return (long)(((Int128)points * PartnerShare + (long)(lot % FundingTerms.Whole)) / FundingTerms.Whole);
    }
}
