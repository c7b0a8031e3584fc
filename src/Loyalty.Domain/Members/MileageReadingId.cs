namespace Loyalty.Domain.Members;

/// <summary>Identifies a reading of a vehicle's odometer.</summary>
public readonly record struct MileageReadingId(Guid Value) : IIdentifier<MileageReadingId>
{
    public static string Prefix => "mil";

    public static MileageReadingId From(Guid value) => new(value);

    /// <summary>By which lists page: the database evaluates it, in its own order of UUIDs.</summary>
    public static bool operator >(MileageReadingId left, MileageReadingId right) => left.Value > right.Value;

    public static bool operator <(MileageReadingId left, MileageReadingId right) => left.Value < right.Value;

    public override string ToString() => Identifier.Format(this);
}
