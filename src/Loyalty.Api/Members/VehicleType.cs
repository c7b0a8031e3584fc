using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;

namespace Loyalty.Api.Members;

/// <summary>A vehicle that the member owns now, with what this owner knows of it.</summary>
[Node]
[GraphQLName("Vehicle")]
[ObjectType<OwnedVehicle>(BindExplicitly = true)]
public static class VehicleType
{
    /// <summary>The globally unique id.</summary>
    [ID]
    public static string GetId([Parent] OwnedVehicle owned) => owned.Vehicle.Id.ToString();

    /// <summary>The vehicle identification number, 17 characters by ISO 3779.</summary>
    public static string GetVin([Parent] OwnedVehicle owned) => owned.Vehicle.Vin.Value;

    /// <summary>The maker's name of the model.</summary>
    public static string? GetModel([Parent] OwnedVehicle owned) => owned.Vehicle.Model;

    /// <summary>Where it was built.</summary>
    public static string? GetPlant([Parent] OwnedVehicle owned) => owned.Vehicle.Plant;

    /// <summary>The day it was built.</summary>
    public static DateOnly? GetBuiltOn([Parent] OwnedVehicle owned) => owned.Vehicle.BuiltOn;

    /// <summary>The last day of the maker's warranty.</summary>
    public static DateOnly? GetWarrantyEndsOn([Parent] OwnedVehicle owned) => owned.Vehicle.WarrantyEndsOn;

    /// <summary>The newest reading of the odometer, in kilometres.</summary>
    public static int? GetMileageKm([Parent] OwnedVehicle owned) => owned.Vehicle.MileageKm;

    /// <summary>The day of that reading.</summary>
    public static DateOnly? GetMileageReadOn([Parent] OwnedVehicle owned) => owned.Vehicle.MileageReadOn;

    /// <summary>The first day of the ownership.</summary>
    public static DateOnly GetOwnedFrom([Parent] OwnedVehicle owned) => owned.Ownership.OwnedFrom;

    /// <summary>When the member bought it.</summary>
    public static DateOnly? GetPurchasedOn([Parent] OwnedVehicle owned) => owned.Ownership.PurchasedOn;

    /// <summary>The dealer who sold it to the member: a code or a name.</summary>
    public static string? GetDealer([Parent] OwnedVehicle owned) => owned.Ownership.Dealer;

    /// <summary>The last day that the member's insurance covers.</summary>
    public static DateOnly? GetInsuranceEndsOn([Parent] OwnedVehicle owned) => owned.Ownership.InsuranceEndsOn;

    [NodeResolver]
    [Authorize(Policies.Member)]
    public static async Task<OwnedVehicle?> FindAsync(
        string id,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IDataLoader<MemberId, OwnedVehicle[]> vehiclesByMember,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        return Identifier.TryParse<VehicleId>(id, out var wanted)
            ? (await vehiclesByMember.LoadAsync(me.Id, cancellationToken))?.FirstOrDefault(v => v.Vehicle.Id == wanted)
            : null;
    }
}
