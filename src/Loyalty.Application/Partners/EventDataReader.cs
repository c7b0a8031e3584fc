using System.Text.Json;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Partners;

/// <summary>Reads <c>data</c>, by the event's type.</summary>
internal static class EventDataReader
{
    private const int CardNumberLengthMax = 40;
    private const int TextLengthMax = 100;
    private const int ReasonLengthMax = 200;

    /// <summary>Null when a field is not sound; then <paramref name="fields"/> names it.</summary>
    public static PartnerEvent? Read(EventEnvelope envelope, JsonElement json, EventFields fields)
    {
        if (fields.Object(json, "data", "data") is not { } data)
        {
            return null;
        }

        PartnerEvent? Unknown()
        {
            if (envelope.Type is not null)
            {
                fields.Add("type", "is not a type of event that is known here");
            }

            return null;
        }

        return envelope.Type switch
        {
            PartnerEvent.TransactionPosted.TypeName => ReadPosted(envelope, data, fields),
            PartnerEvent.TransactionReversed.TypeName => ReadReversed(envelope, data, fields),
            PartnerEvent.TransactionCompleted.TypeName => ReadCompleted(envelope, data, fields),
            PartnerEvent.PointsGranted.TypeName => ReadGranted(envelope, data, fields),
            PartnerEvent.InteractionRecorded.TypeName => InteractionEventReader.Read(envelope, data, fields),
            PartnerEvent.MemberLinked.TypeName => ReadLinked(envelope, data, fields),
            PartnerEvent.MemberUnlinked.TypeName => ReadUnlinked(envelope, data, fields),
            _ => Unknown(),
        };
    }

    private static PartnerEvent.TransactionPosted? ReadPosted(
        EventEnvelope envelope,
        JsonElement data,
        EventFields fields
    )
    {
        fields.Only(data, "data", "member", "amount", "operation", "category", "channel", "lines");
        var member = ReadMember(data, fields);
        var amount = fields.Money(data, "amount", "data.amount");
        var operation = fields.Text(data, "operation", "data.operation", TextLengthMax, required: false);
        var category = fields.Text(data, "category", "data.category", TextLengthMax, required: false);
        var channel = fields.Text(data, "channel", "data.channel", TextLengthMax, required: false);
        var lines = TransactionLinesReader.Read(data, amount, fields);
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.TransactionPosted
            {
                Head = envelope.HeadOf(member!),
                Amount = amount!.Value,
                Operation = operation,
                Category = category,
                Channel = channel,
                Lines = lines,
            };
    }

    private static PartnerEvent.TransactionReversed? ReadReversed(
        EventEnvelope envelope,
        JsonElement data,
        EventFields fields
    )
    {
        fields.Only(data, "data", "member", "originalEventId", "amount");
        var member = ReadMember(data, fields);
        var original = ReadOriginal(data, fields);
        var amount = EventFields.Get(data, "amount") is null ? null : fields.Money(data, "amount", "data.amount");
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.TransactionReversed
            {
                Head = envelope.HeadOf(member!),
                OriginalEventId = original!,
                Amount = amount,
            };
    }

    private static PartnerEvent.TransactionCompleted? ReadCompleted(
        EventEnvelope envelope,
        JsonElement data,
        EventFields fields
    )
    {
        fields.Only(data, "data", "member", "originalEventId");
        var member = ReadMember(data, fields);
        var original = ReadOriginal(data, fields);
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.TransactionCompleted { Head = envelope.HeadOf(member!), OriginalEventId = original! };
    }

    private static PartnerEvent.PointsGranted? ReadGranted(EventEnvelope envelope, JsonElement data, EventFields fields)
    {
        fields.Only(data, "data", "member", "points", "currency", "reason");
        var member = ReadMember(data, fields);
        var points = fields.Whole(data, "points", "data.points", PointsOperations.PointsMax);
        var code = fields.Text(data, "currency", "data.currency", PointCurrencyCode.LengthMax);
        var currency = default(PointCurrencyCode);
        if (code is not null && !PointCurrencyCode.TryParse(code, out currency))
        {
            fields.Add("data.currency", "is not the code of a point currency");
        }

        var reason = fields.Text(data, "reason", "data.reason", ReasonLengthMax, required: false);
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.PointsGranted
            {
                Head = envelope.HeadOf(member!),
                Points = points!.Value,
                Currency = currency,
                Reason = reason,
            };
    }

    private static PartnerEvent.MemberLinked? ReadLinked(EventEnvelope envelope, JsonElement data, EventFields fields)
    {
        fields.Only(data, "data", "member", "partnerCustomerId");
        var member = ReadMember(data, fields);
        if (member is MemberReference.ByPartnerCustomer)
        {
            fields.Add("data.member", "must name the member by cardNumber or memberId");
        }

        var customer = ReadCustomer(data, fields);
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.MemberLinked { Head = envelope.HeadOf(member!), PartnerCustomerId = customer! };
    }

    private static PartnerEvent.MemberUnlinked? ReadUnlinked(
        EventEnvelope envelope,
        JsonElement data,
        EventFields fields
    )
    {
        fields.Only(data, "data", "partnerCustomerId");
        var customer = ReadCustomer(data, fields);
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.MemberUnlinked
            {
                Head = envelope.HeadOf(new MemberReference.ByPartnerCustomer(customer!)),
                PartnerCustomerId = customer!,
            };
    }

    private static string? ReadOriginal(JsonElement data, EventFields fields) =>
        fields.Text(data, "originalEventId", "data.originalEventId", PartnerEventRecord.EventIdLengthMax);

    private static string? ReadCustomer(JsonElement data, EventFields fields) =>
        fields.Text(data, "partnerCustomerId", "data.partnerCustomerId", MemberLink.PartnerCustomerIdLengthMax);

    /// <summary>Null when it is not sound; then <paramref name="fields"/> says why.</summary>
    public static MemberReference? ReadMember(JsonElement data, EventFields fields)
    {
        const string path = "data.member";
        if (fields.Object(data, "member", path) is not { } member)
        {
            return null;
        }

        fields.Only(member, path, "cardNumber", "memberId", "partnerCustomerId");
        if (member.EnumerateObject().Count() != 1)
        {
            fields.Add(path, "must hold exactly one of cardNumber, memberId, partnerCustomerId");
            return null;
        }

        if (member.TryGetProperty("cardNumber", out _))
        {
            return fields.Text(member, "cardNumber", $"{path}.cardNumber", CardNumberLengthMax) is { } card
                ? new MemberReference.ByCard(card)
                : null;
        }

        if (member.TryGetProperty("partnerCustomerId", out _))
        {
            const int max = MemberLink.PartnerCustomerIdLengthMax;
            return fields.Text(member, "partnerCustomerId", $"{path}.partnerCustomerId", max) is { } customer
                ? new MemberReference.ByPartnerCustomer(customer)
                : null;
        }

        if (fields.Text(member, "memberId", $"{path}.memberId", lengthMax: 40) is not { } text)
        {
            return null;
        }

        if (Identifier.TryParse<MemberId>(text, out var id))
        {
            return new MemberReference.ById(id);
        }

        fields.Add($"{path}.memberId", "is not the id of a member");
        return null;
    }
}
