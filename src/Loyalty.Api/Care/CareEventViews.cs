using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Care;

/// <summary>What a contact is about.</summary>
/// <param name="Day">of the birthday, the service, the lapse.</param>
/// <param name="Points">as they were when it was planned or sent.</param>
/// <param name="Percent">by how much.</param>
/// <param name="Attribute">the key of an attribute.</param>
public sealed record CareFactsView(
    DateOnly Day,
    VehicleId? VehicleId,
    long? Points,
    string? Currency,
    int? Kilometres,
    string? Reward,
    string? Tier,
    int? Percent,
    string? Attribute
)
{
    internal static CareFactsView Of(CareFacts facts) =>
        new(
            facts.Day,
            facts.Vehicle,
            facts.Points,
            facts.Currency,
            facts.Kilometres,
            facts.Reward,
            facts.Tier,
            facts.Percent,
            facts.Attribute
        );
}

/// <summary>A due contact of one member.</summary>
/// <param name="RuleVersion">of the rule as it planned, and then as it sent.</param>
/// <param name="Occasion">one contact of a rule for a member and an occasion, ever.</param>
/// <param name="DueOn">the day on which it is to go out, in the programme's time zone.</param>
/// <param name="IsControl">left out on purpose, and followed all the same.</param>
/// <param name="Channel">null before it was sent.</param>
/// <param name="NextAt">when it is looked at next; null when it is over.</param>
/// <param name="SentAt">when it was handed over or put on a list; of a control, when it would have been.</param>
/// <param name="Outcome">the one that says most.</param>
/// <param name="Reason">why it was skipped, or waits.</param>
/// <param name="Attempts">how often nobody took the call.</param>
/// <param name="LetterFileId">of a letter: the file in which it went to print.</param>
public sealed record CareEventView(
    CareEventId Id,
    CareRuleId RuleId,
    long RuleVersion,
    MemberId MemberId,
    string Occasion,
    CareKind Kind,
    CareStatus Status,
    DateOnly DueOn,
    CareFactsView Facts,
    int Priority,
    bool IsControl,
    ConsentChannel? Channel,
    DateTimeOffset PlannedAt,
    DateTimeOffset? NextAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? EndedAt,
    CareOutcome? Outcome,
    string? Reason,
    int Attempts,
    CareLetterFileId? LetterFileId
)
{
    internal static CareEventView Of(CareEvent one) =>
        new(
            one.Id,
            one.RuleId,
            one.RuleVersion,
            one.MemberId,
            one.Occasion,
            one.Kind,
            one.Status,
            one.DueOn,
            CareFactsView.Of(one.Facts),
            one.Priority,
            one.IsControl,
            one.Channel,
            one.PlannedAt,
            one.NextAt,
            one.SentAt,
            one.EndedAt,
            one.Outcome,
            one.Reason,
            one.Attempts,
            one.LetterFileId
        );
}

/// <summary>A contact with all that came back of it.</summary>
/// <param name="Reports">in the order in which they came.</param>
public sealed record CareEventDetailView(CareEventView Contact, IReadOnlyList<CareReportView> Reports);

/// <summary>One thing that came back of a contact.</summary>
/// <param name="By">the subject of the member of staff, or of the provider's client.</param>
public sealed record CareReportView(
    CareOutcome Outcome,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string By,
    string? Note
)
{
    internal static CareReportView Of(CareReport report) =>
        new(report.Outcome, report.OccurredAt, report.RecordedAt, report.By, report.Note);
}

/// <summary>How many contacts of a rule are due on a day, by how they stand.</summary>
public sealed record CareDayView(DateOnly DueOn, CareRuleId RuleId, CareStatus Status, int Count);

/// <summary>What a contact says, and to whom. Personal data.</summary>
/// <param name="Language">of the text, as a tag of BCP 47.</param>
/// <param name="Body">may have line breaks; empty where the rule has a subject only.</param>
/// <param name="Recipient">as the record is now; null when the member cannot or may not be reached so any more: do not send it.</param>
/// <param name="Unreachable">why not: a code of docs/care-contacts.md.</param>
public sealed record CareMessageView(
    CareEventId CareEventId,
    MemberId MemberId,
    ConsentChannel Channel,
    string Language,
    string Subject,
    string Body,
    CareRecipientView? Recipient,
    string? Unreachable
)
{
    internal static CareMessageView Of(CareDispatch dispatch) =>
        new(
            dispatch.Contact.Id,
            dispatch.Contact.MemberId,
            dispatch.Contact.Channel!.Value,
            dispatch.Message.Language,
            dispatch.Message.Subject,
            dispatch.Message.Body,
            CareRecipientView.Of(dispatch.Recipient),
            (dispatch.Recipient as CareRecipient.Nobody)?.Reason
        );
}

/// <summary>Where a contact goes: one of these, and none of them to the member's app.</summary>
/// <param name="Phone">in E.164.</param>
/// <param name="Label">of a letter, line by line from the top.</param>
public sealed record CareRecipientView(string? Email, string? Phone, IReadOnlyList<string>? Label)
{
    internal static CareRecipientView? Of(CareRecipient recipient) =>
        recipient switch
        {
            CareRecipient.ByEmail email => new(email.Address, Phone: null, Label: null),
            CareRecipient.ByPhone phone => new(Email: null, phone.Number, Label: null),
            CareRecipient.ByPost post => new(Email: null, Phone: null, post.Label),
            CareRecipient.ByApp => new(Email: null, Phone: null, Label: null),
            _ => null,
        };
}
