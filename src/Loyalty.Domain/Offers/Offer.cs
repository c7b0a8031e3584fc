namespace Loyalty.Domain.Offers;

public enum OfferStatus
{
    /// <summary>Nothing is granted.</summary>
    Draft,

    Published,

    /// <summary>Ended for good. What was granted stays.</summary>
    Withdrawn,
}

/// <summary>A rule by which the club gives members something, each member once an occasion.</summary>
public sealed class Offer : IVersioned
{
    public required OfferId Id { get; init; }

    public OfferStatus Status { get; private set; } = OfferStatus.Draft;

    /// <summary>All that staff say of it.</summary>
    public OfferDefinition Definition { get; private set; } = new();

    /// <summary>Of <see cref="Definition"/>, for looking it up.</summary>
    public OfferTrigger Trigger { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public long Version { get; set; }

    /// <summary>The first instant that it looks at; null while it is a draft without one.</summary>
    public DateTimeOffset? BeginsAt => Definition.From ?? PublishedAt;

    /// <summary>Whether it grants now, budget aside.</summary>
    public bool IsOpenAt(DateTimeOffset now) =>
        Status == OfferStatus.Published && !(now < Definition.From) && !(now >= Definition.Until);

    /// <param name="definition">sound.</param>
    public Refusal? Change(OfferDefinition definition)
    {
        if (Status == OfferStatus.Withdrawn)
        {
            return new OfferRefusal.IsWithdrawn();
        }

        // Occasions of one trigger say nothing to another.
        if (Status == OfferStatus.Published && definition.Trigger != Definition.Trigger)
        {
            return new OfferRefusal.TriggerIsFixed();
        }

        (Definition, Trigger) = (definition, definition.Trigger);
        return null;
    }

    /// <summary>Grants from now on. Publishing what is published changes nothing.</summary>
    public Refusal? Publish(DateTimeOffset now)
    {
        if (Status == OfferStatus.Withdrawn)
        {
            return new OfferRefusal.IsWithdrawn();
        }

        if (now >= Definition.Until)
        {
            return new OfferRefusal.IsOver();
        }

        (Status, PublishedAt) = (OfferStatus.Published, PublishedAt ?? now);
        return null;
    }

    /// <summary>Ends it for good. Withdrawing what is withdrawn changes nothing.</summary>
    public void Withdraw(DateTimeOffset now) => (Status, WithdrawnAt) = (OfferStatus.Withdrawn, WithdrawnAt ?? now);
}
