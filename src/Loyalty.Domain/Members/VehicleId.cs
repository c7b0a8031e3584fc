using System.Diagnostics.CodeAnalysis;

namespace Loyalty.Domain.Members;

/// <summary>Identifies a vehicle, whoever owns it.</summary>
public readonly record struct VehicleId(Guid Value) : IIdentifier<VehicleId>
{
    public static string Prefix => "veh";

    public static VehicleId From(Guid value) => new(value);

    /// <summary>What the framework binds a path with; it does not look for it in the interface.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, out VehicleId result) =>
        Identifier.TryParse(text, out result);

    public override string ToString() => Identifier.Format(this);
}
