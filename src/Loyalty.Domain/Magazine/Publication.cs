namespace Loyalty.Domain.Magazine;

public enum PublicationStatus
{
    /// <summary>Members do not see it.</summary>
    Draft,

    /// <summary>Members can subscribe to it.</summary>
    Published,

    /// <summary>Ended for good: nobody can subscribe any more, and no further issue is sent.</summary>
    Retired,
}

/// <summary>A magazine of the club: the brand's magazine by post, a weekly mail, an edition for the app.</summary>
public sealed class Publication : IVersioned
{
    public required PublicationId Id { get; init; }

    public PublicationStatus Status { get; private set; } = PublicationStatus.Draft;

    /// <summary>All that staff say of it.</summary>
    public PublicationDefinition Definition { get; private set; } = new();

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    public long Version { get; set; }

    /// <param name="definition">sound.</param>
    public Refusal? Change(PublicationDefinition definition)
    {
        if (Status == PublicationStatus.Retired)
        {
            return new MagazineRefusal.PublicationIsRetired();
        }

        Definition = definition;
        return null;
    }

    /// <summary>Opens it to members. Publishing what is published changes nothing.</summary>
    public Refusal? Publish(DateTimeOffset now)
    {
        if (Status == PublicationStatus.Retired)
        {
            return new MagazineRefusal.PublicationIsRetired();
        }

        (Status, PublishedAt) = (PublicationStatus.Published, PublishedAt ?? now);
        return null;
    }

    /// <summary>Ends it for good. Retiring what is retired changes nothing.</summary>
    public void Retire(DateTimeOffset now) => (Status, RetiredAt) = (PublicationStatus.Retired, RetiredAt ?? now);
}
