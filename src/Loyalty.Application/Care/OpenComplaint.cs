using Loyalty.Application.Members;
using Loyalty.Application.Rewards;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care;

public sealed record ComplaintData
{
    public required MemberId MemberId { get; init; }

    /// <summary>At most 4,000 characters; may have line breaks.</summary>
    public required string Text { get; init; }

    /// <summary>Over which way it came.</summary>
    public InteractionChannel Channel { get; init; } = InteractionChannel.Phone;

    /// <summary>The contact that it is about; left out for none.</summary>
    public CareEventId? CareEventId { get; init; }

    /// <summary>How it stands in the member's history already; left out, it is written there.</summary>
    public InteractionId? InteractionId { get; init; }
}

/// <summary>Takes down that a member complains, with the day by which it must be answered, and writes it into the member's
/// history.</summary>
public sealed class OpenComplaint(LoyaltyDbContext context, TimeProvider clock)
{
    public async Task<Outcome<Complaint>> ExecuteAsync(
        ComplaintData data,
        string by,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var text = errors.Paragraphs("text", data.Text, Complaint.TextLengthMax);
        errors.Check(text is not null, "text", "must not be empty");
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        if (await context.WhyNotAddedToAsync(data.MemberId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var (member, contact) = (data.MemberId, data.CareEventId);
        errors.Check(
            contact is null
                || await context.CareEvents.AnyAsync(
                    one => one.Id == contact && one.MemberId == member,
                    cancellationToken
                ),
            "careEventId",
            "must be a contact of the member"
        );
        var interaction = data.InteractionId;
        errors.Check(
            interaction is null
                || await context.Interactions.AnyAsync(
                    one => one.Id == interaction && one.MemberId == member && one.Kind == InteractionKind.Complaint,
                    cancellationToken
                ),
            "interactionId",
            "must be a complaint in the member's history"
        );
        if (errors.Refusal is { } unknown)
        {
            return unknown;
        }

        var now = clock.Instant();
        var complaint = await context.AddComplaintAsync(
            new NewComplaint(Identifier.New<ComplaintId>(now), member, text!, data.Channel, contact, interaction),
            by,
            now,
            cancellationToken
        );
        await context.SaveChangesAsync(cancellationToken);
        return complaint;
    }
}

/// <param name="Interaction">null: it is written into the member's history.</param>
internal sealed record NewComplaint(
    ComplaintId Id,
    MemberId Member,
    string Text,
    InteractionChannel Channel,
    CareEventId? Contact,
    InteractionId? Interaction
);

internal static class NewComplaints
{
    /// <summary>Where nobody said what the complaint is.</summary>
    private const string Unsaid = "Complained about a contact";

    private const int SubjectLengthMax = FieldErrors.TextLengthMax;

    /// <summary>Adds the complaint that comes back of a contact to what the context saves next, unless it is there already.</summary>
    public static async Task AddComplaintAsync(
        this LoyaltyDbContext context,
        CareEvent contact,
        string? text,
        string by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var id = ComplaintId.Of(contact.Id);
        if (!await context.Complaints.AnyAsync(one => one.Id == id, cancellationToken))
        {
            var channel = contact.Channel switch
            {
                ConsentChannel.Email => InteractionChannel.Email,
                ConsentChannel.Push => InteractionChannel.App,
                ConsentChannel.Post => InteractionChannel.Post,
                _ => InteractionChannel.Phone,
            };
            await context.AddComplaintAsync(
                new NewComplaint(id, contact.MemberId, text ?? Unsaid, channel, contact.Id, Interaction: null),
                by,
                now,
                cancellationToken
            );
        }
    }

    /// <summary>Adds the complaint that was recorded as an interaction to what the context saves next, unless it is there
    /// already.</summary>
    /// <param name="by">who told it.</param>
    public static async Task AddComplaintAsync(
        this LoyaltyDbContext context,
        Interaction interaction,
        string by,
        CancellationToken cancellationToken
    )
    {
        var id = ComplaintId.Of(interaction.Id);
        if (!await context.Complaints.AnyAsync(one => one.Id == id, cancellationToken))
        {
            await context.AddComplaintAsync(
                new NewComplaint(
                    id,
                    interaction.MemberId,
                    interaction.Subject,
                    interaction.Channel,
                    Contact: null,
                    interaction.Id
                ),
                by,
                interaction.RecordedAt,
                cancellationToken
            );
        }
    }

    /// <summary>Adds it to what the context saves next.</summary>
    public static async Task<Complaint> AddComplaintAsync(
        this LoyaltyDbContext context,
        NewComplaint opened,
        string by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var settings = await context.CareSettingsAsync(cancellationToken);
        var interaction = opened.Interaction ?? Identifier.New<InteractionId>(now);
        if (opened.Interaction is null)
        {
            context.Interactions.Add(
                new Interaction
                {
                    Id = interaction,
                    MemberId = opened.Member,
                    Kind = InteractionKind.Complaint,
                    OccurredAt = now,
                    Channel = opened.Channel,
                    Subject = SubjectOf(opened.Text),
                    RecordedAt = now,
                }
            );
        }

        var complaint = new Complaint
        {
            Id = opened.Id,
            MemberId = opened.Member,
            CareEventId = opened.Contact,
            InteractionId = interaction,
            Text = opened.Text,
            OpenedAt = now,
            OpenedBy = by,
            DueAt = now.AddDays(settings.ComplaintDays),
        };
        context.Complaints.Add(complaint);
        return complaint;
    }

    private static string SubjectOf(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        var length = Math.Min(line.Length, SubjectLengthMax);
        return length < line.Length && char.IsHighSurrogate(line[length - 1]) ? line[..(length - 1)] : line[..length];
    }
}
