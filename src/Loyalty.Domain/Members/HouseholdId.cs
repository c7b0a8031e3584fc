namespace Loyalty.Domain.Members;

/// <summary>Identifies a household.</summary>
public readonly record struct HouseholdId(Guid Value) : IIdentifier<HouseholdId>
{
    public static string Prefix => "hhd";

    public static HouseholdId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out HouseholdId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>Identifies one member's time in a household, from the invitation on.</summary>
public readonly record struct HouseholdPlaceId(Guid Value) : IIdentifier<HouseholdPlaceId>
{
    public static string Prefix => "hhp";

    public static HouseholdPlaceId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
