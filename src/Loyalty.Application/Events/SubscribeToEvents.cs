using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Events;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Events;

/// <param name="Types">null or empty for all.</param>
/// <param name="ConcurrencyMax">null for <see cref="EventSubscription.ConcurrencyDefault"/>.</param>
public sealed record EventSubscriptionRequest(
    string? Url,
    string? Description,
    IReadOnlyList<string>? Types,
    int? ConcurrencyMax
);

/// <param name="Secret"><c>whsec_…</c>, which nobody can read again.</param>
public sealed record NewEventSubscription(EventSubscription Subscription, string Secret);

/// <summary>Sends what happens from now on to an address.</summary>
public sealed class SubscribeToEvents(
    LoyaltyDbContext context,
    OutboundHttp outbound,
    EventKeyProtector protector,
    EventOutbox outbox,
    TimeProvider clock
)
{
    public async Task<Outcome<NewEventSubscription>> ExecuteAsync(
        EventSubscriptionRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        var id = Identifier.New<EventSubscriptionId>(now);
        var (encrypted, secret) = protector.NewKey(id);
        var subscription = new EventSubscription
        {
            Id = id,
            Url = "",
            StatusSince = now,
            EncryptedKey = encrypted,
            KeyMadeAt = now,
            CreatedAt = now,
        };
        if (request.ApplyTo(subscription, outbound) is { } unsound)
        {
            return unsound;
        }

        if (await context.EventSubscriptions.CountAsync(cancellationToken) >= EventSubscription.CountMax)
        {
            return new TooManySubscriptions();
        }

        context.EventSubscriptions.Add(subscription);
        outbox.ExpectChange();
        return await context.SaveSubscriptionAsync(cancellationToken) is { } refusal
            ? refusal
            : new NewEventSubscription(subscription, secret);
    }

    /// <summary>Whoever subscribes at the same moment may go over it by one.</summary>
    public sealed record TooManySubscriptions()
        : Refusal(
            "too-many-subscriptions",
            RefusalKind.Conflict,
            $"There are {EventSubscription.CountMax} subscriptions. Delete one that is not wanted any more."
        );
}

/// <summary>What making and changing a subscription have in common.</summary>
internal static class EventSubscriptionFields
{
    /// <returns>null when all fields are sound and stand in the subscription.</returns>
    public static Refusal? ApplyTo(
        this EventSubscriptionRequest request,
        EventSubscription subscription,
        OutboundHttp outbound
    )
    {
        var errors = new FieldErrors();
        if (outbound.WhyNot(request.Url) is { } why)
        {
            errors.Add("url", why);
        }

        var url = errors.Required("url", request.Url, EventSubscription.UrlLengthMax);
        var description = errors.Optional("description", request.Description, EventSubscription.DescriptionLengthMax);
        var types = errors.List("types", request.Types, ClubEventType.All.Count);
        foreach (var (i, type) in types.Index())
        {
            errors.Check(
                ClubEventType.All.Contains(type, StringComparer.Ordinal),
                $"types[{i}]",
                "is no type of event; docs/events-out.md lists them"
            );
        }

        var concurrencyMax = request.ConcurrencyMax ?? EventSubscription.ConcurrencyDefault;
        errors.Check(
            concurrencyMax is >= 1 and <= EventSubscription.ConcurrencyMost,
            "concurrencyMax",
            $"must be between 1 and {EventSubscription.ConcurrencyMost}"
        );
        if (errors.Refusal is { } unsound)
        {
            return unsound;
        }

        (subscription.Url, subscription.Description) = (url, description);
        subscription.Types = string.Join(' ', types.Distinct(StringComparer.Ordinal));
        subscription.ConcurrencyMax = concurrencyMax;
        return null;
    }

    /// <returns>null when it worked.</returns>
    public static async Task<Refusal?> SaveSubscriptionAsync(
        this LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.StaleVersion();
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new IsThere();
        }
    }

    public sealed record IsThere()
        : Refusal(
            "subscription-exists",
            RefusalKind.Conflict,
            "Events are sent to this address already. Change that subscription, or give it a path of its own."
        );
}
