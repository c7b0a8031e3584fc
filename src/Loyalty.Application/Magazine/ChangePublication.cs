using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>Makes, changes, opens and ends a publication.</summary>
public sealed class ChangePublication(LoyaltyDbContext context, ProgrammeSettings settings, TimeProvider clock)
{
    /// <summary>Publications that are not retired. Whoever creates at the same moment may go over it by one.</summary>
    public const int CountMax = 100;

    /// <summary>Makes a draft, which members do not see.</summary>
    public async Task<Outcome<Publication>> CreateAsync(
        PublicationDocument document,
        CancellationToken cancellationToken
    )
    {
        var definition = await CheckAsync(document, cancellationToken);
        if (definition.Refusal is { } refusal)
        {
            return refusal;
        }

        if (
            await context.Publications.CountAsync(one => one.Status != PublicationStatus.Retired, cancellationToken)
            >= CountMax
        )
        {
            return new MagazineRefusal.TooManyPublications(CountMax);
        }

        var now = clock.Instant();
        var publication = new Publication { Id = Identifier.New<PublicationId>(now), CreatedAt = now };
        publication.Change(definition.Value);
        context.Publications.Add(publication);
        await context.SaveChangesAsync(cancellationToken);
        return publication;
    }

    /// <summary>Replaces what it is, for subscriptions and issues from then on. Who has subscribed keeps the price paid.</summary>
    /// <param name="version">that the caller read.</param>
    public async Task<Outcome<Publication>> ReplaceAsync(
        PublicationId id,
        PublicationDocument document,
        long version,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadPublicationAsync(id, version, cancellationToken);
        if (loaded.Refusal is not null)
        {
            return loaded;
        }

        var definition = await CheckAsync(document, cancellationToken);
        return definition.Refusal is { } unsound ? unsound
            : loaded.Value.Change(definition.Value) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }

    /// <param name="version">that the caller read.</param>
    public async Task<Outcome<Publication>> PublishAsync(
        PublicationId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadPublicationAsync(id, version, cancellationToken);
        return loaded.Refusal is not null || loaded.Value.Status == PublicationStatus.Published ? loaded
            : loaded.Value.Publish(clock.Instant()) is { } refused ? refused
            : await context.SaveAsync(loaded.Value, cancellationToken);
    }

    /// <param name="version">that the caller read.</param>
    public async Task<Outcome<Publication>> RetireAsync(
        PublicationId id,
        long version,
        CancellationToken cancellationToken
    )
    {
        var loaded = await context.LoadPublicationAsync(id, version, cancellationToken);
        if (loaded.Refusal is not null || loaded.Value.Status == PublicationStatus.Retired)
        {
            return loaded;
        }

        loaded.Value.Retire(clock.Instant());
        return await context.SaveAsync(loaded.Value, cancellationToken);
    }

    private async Task<Outcome<PublicationDefinition>> CheckAsync(
        PublicationDocument document,
        CancellationToken cancellationToken
    ) => await context.CheckAsync(document, await settings.CurrentAsync(cancellationToken), cancellationToken);
}
