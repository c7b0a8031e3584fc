using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies a vehicle, whoever owns it.</summary>
public readonly record struct VehicleId(Guid Value) : IIdentifier<VehicleId>
{
    public static string Prefix => "veh";

    public static VehicleId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out VehicleId result) =>
        Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}
