using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <summary>What became of a change of the profile.</summary>
/// <param name="Member">The member as the record stands now; null when nothing was changed.</param>
/// <param name="Errors">Why nothing was changed; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record UpdateProfilePayload(
    Member? Member,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What became of a change of the e-mail address.</summary>
/// <param name="Member">The member with the addresses that hold now; null when nothing was changed.</param>
/// <param name="Errors">Why nothing was changed; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record UpdateEmailPayload(
    Member? Member,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What became of the member's decisions.</summary>
/// <param name="Member">The member with the consents that hold now; null when nothing was changed.</param>
/// <param name="Errors">Why nothing was changed; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record UpdateConsentsPayload(
    Member? Member,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What became of a registration.</summary>
/// <param name="Vehicle">The vehicle; null when it was not registered.</param>
/// <param name="Member">The member with all vehicles; null when it was not registered.</param>
/// <param name="Errors">Why it was not registered; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record RegisterVehiclePayload(
    OwnedVehicle? Vehicle,
    Member? Member,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

[MutationType]
public static class MemberMutations
{
    private const string Source = "app";

    /// <summary>Changes the signed-in member's name, birth date, address or language.</summary>
    /// <param name="input">What to change.</param>
    [Authorize(Policies.Member)]
    public static async Task<UpdateProfilePayload> UpdateProfileAsync(
        UpdateProfileInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        UpdateMember operation,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var done = await mutations.RunAsync(
            "updateProfile",
            me.Id,
            input.IdempotencyKey,
            input with
            {
                ClientMutationId = null,
            },
            async () =>
                (await operation.ChangeAsync(me.Id, input.ApplyTo, input.Version, cancellationToken)).Match(
                    member => member.Id.ToString(),
                    refusal => (Outcome<string>)refusal
                ),
            cancellationToken
        );
        var member = await FindAsync(context, me.Id, done, cancellationToken);
        return new(member, MutationErrors.Of(done.Refusal), input.ClientMutationId);
    }

    /// <summary>Gives the signed-in member another primary e-mail address, such as in place of one from which mail came back. It is
    /// unverified until the club has noted that the member was reached there. The address before stays beside it when it was
    /// verified, else it is removed. Refused with EmailTaken while another member has proved to be reached there.</summary>
    /// <param name="input">The address.</param>
    [Authorize(Policies.Member)]
    public static async Task<UpdateEmailPayload> UpdateEmailAsync(
        UpdateEmailInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        ChangeContactPoints operation,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var done = await mutations.RunAsync(
            "updateEmail",
            me.Id,
            input.IdempotencyKey,
            input with
            {
                ClientMutationId = null,
            },
            async () =>
                (await operation.CorrectEmailAsync(me.Id, input.Email, cancellationToken)).Match(
                    point => point.Id.ToString(),
                    refusal => (Outcome<string>)refusal
                ),
            cancellationToken
        );
        var member = await FindAsync(context, me.Id, done, cancellationToken);
        return new(member, MutationErrors.Of(done.Refusal), input.ClientMutationId);
    }

    /// <summary>Records what the signed-in member agrees to and declines.</summary>
    /// <param name="input">The decisions.</param>
    [Authorize(Policies.Member)]
    public static async Task<UpdateConsentsPayload> UpdateConsentsAsync(
        UpdateConsentsInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        RecordConsents operation,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var decisions = input.Decisions.Select(decision => new ConsentData
        {
            Purpose = decision.Purpose,
            Channel = decision.Channel,
            Granted = decision.Granted,
            Source = Source,
        });
        var done = await mutations.RunAsync(
            "updateConsents",
            me.Id,
            input.IdempotencyKey,
            input with
            {
                ClientMutationId = null,
            },
            async () =>
                (await operation.ExecuteAsync(me.Id, [.. decisions], cancellationToken)).Match(
                    _ => me.Id.ToString(),
                    refusal => (Outcome<string>)refusal
                ),
            cancellationToken
        );
        var member = await FindAsync(context, me.Id, done, cancellationToken);
        return new(member, MutationErrors.Of(done.Refusal), input.ClientMutationId);
    }

    /// <summary>Registers a vehicle that the signed-in member owns. Refused with VehicleTaken while it has an owner in the club;
    /// who that is stays untold.</summary>
    /// <param name="input">The vehicle.</param>
    [Authorize(Policies.Member)]
    public static async Task<RegisterVehiclePayload> RegisterVehicleAsync(
        RegisterVehicleInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        IdempotentMutations mutations,
        ChangeVehicles operation,
        ProgrammeSettings settings,
        TimeProvider clock,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        var zone = (await settings.CurrentAsync(cancellationToken)).Programme.Zone();
        var data = new VehicleData
        {
            Vin = input.Vin,
            Model = input.Model,
            PurchasedOn = input.PurchasedOn,
            OwnedFrom = input.PurchasedOn ?? clock.Instant().DayIn(zone),
        };
        var done = await mutations.RunAsync(
            "registerVehicle",
            me.Id,
            input.IdempotencyKey,
            input with
            {
                ClientMutationId = null,
            },
            async () =>
                (await operation.RegisterAsync(me.Id, data, cancellationToken)).Match(
                    owned => owned.Vehicle.Id.ToString(),
                    refusal => (Outcome<string>)refusal
                ),
            cancellationToken
        );
        var member = await FindAsync(context, me.Id, done, cancellationToken);
        var vehicles = member is null
            ? []
            : await new MemberRecords(context).VehiclesAsync(me.Id, currentOnly: true, cancellationToken);
        return new(
            vehicles.FirstOrDefault(owned => owned.Vehicle.Id.ToString() == done.Value),
            member,
            MutationErrors.Of(done.Refusal),
            input.ClientMutationId
        );
    }

    // Read anew also after the first time, so that a repeat is answered alike.
    private static async Task<Member?> FindAsync(
        LoyaltyDbContext context,
        MemberId id,
        Outcome<string> done,
        CancellationToken cancellationToken
    ) =>
        done.Refusal is null
            ? await context.Members.AsNoTracking().FirstOrDefaultAsync(member => member.Id == id, cancellationToken)
            : null;
}
