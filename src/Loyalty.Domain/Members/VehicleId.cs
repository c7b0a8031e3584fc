namespace Loyalty.Domain.Members;

/// <summary>Identifies a vehicle, whoever owns it.</summary>
public readonly record struct VehicleId(Guid Value) : IIdentifier<VehicleId>
{
    public static string Prefix => "veh";

    public static VehicleId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}
