using Loyalty.Domain;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>One event of a partner's request: read and sound, or refused before anything was done with it. Both keep their
/// place in the batch and are recorded.</summary>
public abstract record IncomingEvent
{
    private IncomingEvent() { }

    /// <summary>SHA-256 over the event's canonical JSON.</summary>
    public abstract byte[] ContentHash { get; }

    public abstract PartnerEventKey KeyFor(PartnerId partner);

    public sealed record Sound(PartnerEvent Event) : IncomingEvent
    {
        public override byte[] ContentHash => Event.ContentHash;

        public override PartnerEventKey KeyFor(PartnerId partner) =>
            PartnerEventKey.Of(partner, Event.Source, Event.Id);
    }

    /// <param name="Source">null when it could not be read; so with the other parts.</param>
    /// <param name="Json">the event as sent; empty when it is too large to be kept.</param>
    public sealed record Refused(
        Refusal Reason,
        string? Source,
        string? Id,
        string? Type,
        DateTimeOffset? OccurredAt,
        byte[] Hash,
        ReadOnlyMemory<byte> Json
    ) : IncomingEvent
    {
        public override byte[] ContentHash => Hash;

        public override PartnerEventKey KeyFor(PartnerId partner) =>
            Source is not null && Id is not null
                ? PartnerEventKey.Of(partner, Source, Id)
                : PartnerEventKey.OfUnreadable(partner, Hash);

        /// <summary>A sound event that is refused for another reason than its form.</summary>
        public static Refused Because(Refusal reason, PartnerEvent partnerEvent) =>
            new(
                reason,
                partnerEvent.Source,
                partnerEvent.Id,
                partnerEvent.Type,
                partnerEvent.OccurredAt,
                partnerEvent.ContentHash,
                partnerEvent.Json
            );
    }
}
