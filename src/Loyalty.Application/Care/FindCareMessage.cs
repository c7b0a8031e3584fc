using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

/// <summary>A contact with what it says and where it goes.</summary>
public sealed record CareDispatch(CareEvent Contact, CareMessage Message, CareRecipient Recipient);

/// <summary>Puts together what whoever delivers a contact needs. Personal data; nothing of it is kept.</summary>
public sealed class FindCareMessage(LoyaltyDbContext context, CareMessages messages, CareRecipients recipients)
{
    /// <summary>Refused of what was not made. Of what may not be delivered any more there is the message, and nobody to send it to.</summary>
    public async Task<Outcome<CareDispatch>> ExecuteAsync(CareEventId id, CancellationToken cancellationToken)
    {
        var contact = await context
            .CareEvents.AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        return contact is null ? new Refusal.NoSuch("care event")
            : contact.IsControl || contact.Status is CareStatus.Planned or CareStatus.Skipped || contact.Channel is null
                ? new CareRefusal.NotUnderWay(contact.Status)
            : (await ComposeAsync([contact], cancellationToken))[0];
    }

    /// <param name="contacts">all with a channel.</param>
    internal async Task<IReadOnlyList<CareDispatch>> ComposeAsync(
        IReadOnlyList<CareEvent> contacts,
        CancellationToken cancellationToken
    )
    {
        var definitions = await context.ReadDefinitionsAsync(contacts, cancellationToken);
        var reached = await recipients.FindAsync(context, contacts, definitions, cancellationToken);
        var composed = await messages.ComposeAsync(context, contacts, definitions, cancellationToken);
        return [.. contacts.Select(contact => new CareDispatch(contact, composed[contact.Id], reached[contact.Id]))];
    }
}

/// <summary>What a contact says, and what the rule waited for that sent it.</summary>
/// <param name="Trigger">of the rule as it was then.</param>
public sealed record OwnCareMessage(CareMessage Message, CareTrigger Trigger);

/// <summary>What was sent to one member, for the member's own eyes.</summary>
public sealed class FindOwnCareMessages(IDbContextFactory<LoyaltyDbContext> contexts, CareMessages messages)
{
    /// <param name="contacts">all of the member.</param>
    public async Task<IReadOnlyDictionary<CareEvent, OwnCareMessage>> OfAsync(
        IReadOnlyCollection<CareEvent> contacts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var definitions = await context.ReadDefinitionsAsync(contacts, cancellationToken);
        var composed = await messages.ComposeAsync(context, contacts, definitions, cancellationToken);
        return contacts.ToDictionary(
            contact => contact,
            contact => new OwnCareMessage(composed[contact.Id], definitions[contact.Id].Trigger)
        );
    }
}
