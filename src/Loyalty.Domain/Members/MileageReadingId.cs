namespace Loyalty.Domain.Members;

/// <summary>Identifies a reading of a vehicle's odometer.</summary>
public readonly record struct MileageReadingId(Guid Value) : IIdentifier<MileageReadingId>
{
    public static string Prefix => "mil";

    public static MileageReadingId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
