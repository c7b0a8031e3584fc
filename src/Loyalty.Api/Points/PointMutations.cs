using System.Security.Claims;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Points;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.GraphQL;

namespace Loyalty.Api.Points;

/// <summary>Points for another member.</summary>
public sealed record TransferPointsInput
{
    /// <summary>A new value for each transfer, such as a UUID: 1 to 200 visible ASCII characters. Sending the same transfer
    /// again under its key moves nothing more.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Comes back in the payload.</summary>
    public string? ClientMutationId { get; init; }

    /// <summary>The number of the card of the member who gets them.</summary>
    public required string ToCardNumber { get; init; }

    /// <summary>The code of the points' currency.</summary>
    public required string Currency { get; init; }

    /// <summary>How many: at least 1.</summary>
    public required long Points { get; init; }
}

/// <summary>What became of a transfer.</summary>
/// <param name="Entry">What left the member's own wallet; null when nothing did.</param>
/// <param name="Errors">Why nothing was moved; empty when it was.</param>
/// <param name="ClientMutationId">As it was sent.</param>
public sealed record TransferPointsPayload(
    EntryInWallet? Entry,
    [property: ListSize(AssumedSize = 10)] IReadOnlyList<IMutationError> Errors,
    string? ClientMutationId
);

/// <summary>What a member does with points.</summary>
[MutationType]
public static class PointMutations
{
    /// <summary>Hands points to another member, where the club allows it. They keep the day on which they lapse.</summary>
    /// <param name="input">Whom, and how many.</param>
    [Authorize(Policies.Member)]
    public static async Task<TransferPointsPayload> TransferPointsAsync(
        TransferPointsInput input,
        ClaimsPrincipal user,
        IDataLoader<SignInKey, Member> memberBySignIn,
        TransferPoints transfer,
        ProgrammeSettings settings,
        CancellationToken cancellationToken
    )
    {
        var me = await memberBySignIn.RequireAsync(user, cancellationToken);
        if (IdempotentMutations.WhyNotKey(input.IdempotencyKey) is { } refusal)
        {
            return new(null, MutationErrors.Of(refusal), input.ClientMutationId);
        }

        var done = await transfer.ToCardAsync(
            me.Id,
            input.ToCardNumber,
            input.Currency,
            input.Points,
            new OperationCaller(me.Id.ToString(), input.IdempotencyKey),
            cancellationToken
        );
        if (done.Refusal is { } no)
        {
            return new(null, MutationErrors.Of(no), input.ClientMutationId);
        }

        var club = await settings.CurrentAsync(cancellationToken);
        var own = done.Value.Entries.First(posted => posted.Entry.Kind == EntryKind.TransferOut);
        return new(
            new EntryInWallet(own.Entry, club.Currencies[own.Currency]),
            MutationErrors.Of(refusal: null),
            input.ClientMutationId
        );
    }
}
