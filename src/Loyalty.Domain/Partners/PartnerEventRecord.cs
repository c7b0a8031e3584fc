using System.Buffers;
using System.Text;
using Loyalty.Domain.Members;

namespace Loyalty.Domain.Partners;

/// <summary>Identifies a partner's event; follows from partner, source and id, so that it is the same on every node and for every
/// repeat.</summary>
public readonly record struct PartnerEventKey(Guid Value) : IIdentifier<PartnerEventKey>
{
    public static string Prefix => "evt";

    private const int StackBytesMax = 512;

    public static PartnerEventKey From(Guid value) => new(value);

    public static PartnerEventKey Of(PartnerId partner, string source, string id)
    {
        // Neither holds NUL, hence no two pairs give the same bytes.
        var length =
            16 + 1 + Encoding.UTF8.GetMaxByteCount(source.Length) + 1 + Encoding.UTF8.GetMaxByteCount(id.Length);
        var rented = length > StackBytesMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        var bytes = rented is null ? stackalloc byte[StackBytesMax] : rented.AsSpan();
        partner.Value.TryWriteBytes(bytes, bigEndian: true, out var used);
        bytes[used++] = 0;
        used += Encoding.UTF8.GetBytes(source, bytes[used..]);
        bytes[used++] = 0;
        used += Encoding.UTF8.GetBytes(id, bytes[used..]);
        var key = new PartnerEventKey(Identifier.Derive(bytes[..used]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return key;
    }

    /// <summary>The key of an event whose source or id could not be read: what was sent stands for them.</summary>
    public static PartnerEventKey OfUnreadable(PartnerId partner, ReadOnlySpan<byte> contentHash)
    {
        Span<byte> bytes = stackalloc byte[16 + 32];
        partner.Value.TryWriteBytes(bytes, bigEndian: true, out var used);
        contentHash.CopyTo(bytes[used..]);
        return new PartnerEventKey(Identifier.Derive(bytes));
    }

    // For paging by key; the database compares in its own order.
    public static bool operator >(PartnerEventKey left, PartnerEventKey right) => left.Value > right.Value;

    public static bool operator <(PartnerEventKey left, PartnerEventKey right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}

public enum PartnerEventStatus
{
    /// <summary>It took its effect, which may be none (a transaction too small for a point, a link).</summary>
    Posted,

    /// <summary>It matches no member yet and waits for the link.</summary>
    Quarantined,

    /// <summary>It was refused. Its id is not used up: a mended event is taken under it.</summary>
    Rejected,
}

/// <summary>What became of a partner's event. One row an event, whatever the number of times that it was sent.</summary>
public sealed class PartnerEventRecord
{
    public const int SourceLengthMax = 200;
    public const int EventIdLengthMax = 200;
    public const int TypeLengthMax = 100;
    public const int WaitingForLengthMax = 120;

    /// <summary>What <see cref="WaitingFor"/> holds while the partner's prepaid points are used up.</summary>
    public const string WaitingForPoints = "prepaid";

    /// <summary>What <see cref="WaitingFor"/> holds once an interaction stands in the member's history and its points are still to be
    /// posted.</summary>
    public const string WaitingForLedger = "ledger";
    public const int ReasonLengthMax = 60;

    public required PartnerEventKey EventKey { get; init; }

    public required PartnerId PartnerId { get; init; }

    /// <summary>Empty when it could not be read.</summary>
    public required string Source { get; set; }

    /// <summary>Empty when it could not be read.</summary>
    public required string EventId { get; set; }

    /// <summary>Empty when it could not be read.</summary>
    public required string Type { get; set; }

    /// <summary>SHA-256, 32 bytes.</summary>
    public required byte[] ContentHash { get; set; }

    public required PartnerEventStatus Status { get; set; }

    /// <summary>Null when it could not be read.</summary>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>When it, or with a rejected one its latest version, first arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; set; }

    /// <summary>When it was taken up again, of an event that was quarantined or rejected first; null when it was posted at
    /// once. Its entries are recorded then, and not on arrival.</summary>
    public DateTimeOffset? ReplayedAt { get; set; }

    /// <summary>Whether it was older than <see cref="PartnerContract.OnTimeMax"/> on arrival.</summary>
    public bool Late { get; set; }

    public MemberId? MemberId { get; set; }

    /// <summary>Of what earns by the rules (<see cref="PartnerContract.SpendingOf"/>), in major units; null for anything else.</summary>
    public decimal? Amount { get; set; }

    public MoneyCurrency? AmountCurrency { get; set; }

    /// <summary>How much of <see cref="Amount"/> reversals have taken back.</summary>
    public decimal ReversedAmount { get; set; }

    /// <summary>Of a transaction, what the rules looked at beside its amount, as JSON; see <see cref="TransactionDetail"/>.</summary>
    public string? Detail { get; set; }

    /// <summary>The ledger entries that it made, as JSON; null when it made none.</summary>
    public string? Postings { get; set; }

    /// <summary>What a quarantined event waits for: a link (<see cref="WaitingKey"/>), <see cref="WaitingForPoints"/> or
    /// <see cref="WaitingForLedger"/>; null when it does not wait.</summary>
    public string? WaitingFor { get; set; }

    /// <summary>The problem's code, of a quarantined or rejected event.</summary>
    public string? Reason { get; set; }

    /// <summary>The problem as JSON, of a quarantined or rejected event.</summary>
    public string? Problem { get; set; }

    /// <summary>The event as it was sent. Kept only while quarantined or rejected, because it may hold personal data.</summary>
    public string? Json { get; set; }

    /// <summary>What <see cref="WaitingFor"/> holds for an event about this member.</summary>
    public static string WaitingKey(MemberReference member) =>
        member switch
        {
            MemberReference.ByPartnerCustomer customer => $"customer:{customer.PartnerCustomerId}",
            MemberReference.ByCard card => $"card:{card.CardNumber}",
            MemberReference.ById id => $"member:{id.MemberId}",
            _ => throw new InvalidOperationException("Not a way to name a member."),
        };
}
