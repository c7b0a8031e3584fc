using System.Text.Json;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Partners;

/// <summary>Reads <c>data</c> of what happened between a member and a dealer.</summary>
internal static class InteractionEventReader
{
    private const int SubjectLengthMax = 200;
    private const int DealerLengthMax = 200;

    private static readonly Dictionary<string, InteractionKind> Kinds = Names<InteractionKind>();
    private static readonly Dictionary<string, InteractionChannel> Channels = Names<InteractionChannel>();

    public static PartnerEvent.InteractionRecorded? Read(EventEnvelope envelope, JsonElement data, EventFields fields)
    {
        fields.Only(data, "data", "member", "kind", "channel", "subject", "dealer", "vin", "mileageKm", "amount");
        var member = EventDataReader.ReadMember(data, fields);
        var kind = ReadName(data, "kind", Kinds, fields, required: true);
        var channel = ReadName(data, "channel", Channels, fields, required: false);
        var subject = fields.Text(data, "subject", "data.subject", SubjectLengthMax);
        var dealer = fields.Text(data, "dealer", "data.dealer", DealerLengthMax, required: false);
        var vin = ReadVin(data, fields);
        long? mileage = EventFields.Get(data, "mileageKm") is null
            ? null
            : fields.Whole(data, "mileageKm", "data.mileageKm", MileageReading.KilometresMax);
        if (mileage is not null && EventFields.Get(data, "vin") is null)
        {
            fields.Add("data.vin", "must say whose mileage it is");
        }

        var amount = EventFields.Get(data, "amount") is null ? null : fields.Money(data, "amount", "data.amount");
        return fields.Refusal is not null
            ? null
            : new PartnerEvent.InteractionRecorded
            {
                Head = envelope.HeadOf(member!),
                Kind = kind!.Value,
                Channel = channel ?? InteractionChannel.Dealer,
                Subject = subject!,
                Dealer = dealer,
                Vin = vin,
                MileageKm = (int?)mileage,
                Amount = amount,
            };
    }

    private static Vin? ReadVin(JsonElement data, EventFields fields)
    {
        if (fields.Text(data, "vin", "data.vin", lengthMax: 40, required: false) is not { } text)
        {
            return null;
        }

        if (Vin.TryParse(text, out var vin))
        {
            return vin;
        }

        fields.Add("data.vin", "is not a vehicle identification number");
        return null;
    }

    private static T? ReadName<T>(
        JsonElement data,
        string name,
        Dictionary<string, T> known,
        EventFields fields,
        bool required
    )
        where T : struct
    {
        if (fields.Text(data, name, $"data.{name}", lengthMax: 40, required) is not { } text)
        {
            return null;
        }

        if (known.TryGetValue(text, out var value))
        {
            return value;
        }

        fields.Add($"data.{name}", $"must be one of {string.Join(", ", known.Keys)}");
        return null;
    }

    private static Dictionary<string, T> Names<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);
}
