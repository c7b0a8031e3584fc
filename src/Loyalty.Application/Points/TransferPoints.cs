using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Points;

/// <param name="To">the member who gets the points.</param>
/// <param name="Currency">the code of a redeemable point currency.</param>
public sealed record TransferRequest(MemberId To, string? Currency, long Points);

/// <summary>Moves points from one member to another, where the programme allows it. They keep the day on which they lapse, so
/// that handing them round makes nothing last longer.</summary>
public sealed class TransferPoints(LoyaltyDbContext context, PointsOperations operations)
{
    public async Task<Outcome<OperationResult>> ExecuteAsync(
        MemberId from,
        TransferRequest request,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var club = await operations.ClubAsync(cancellationToken);
        if (!club.Programme.TransfersAllowed)
        {
            return new TransfersNotAllowed();
        }

        var errors = new FieldErrors();
        var currency = errors.RedeemableCurrency("currency", request.Currency, club);
        errors.Points("points", request.Points);
        errors.Check(request.To != from, "to", "must be another member");
        if ((errors.Refusal ?? await WhyNotAsync(from, request.To, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        var command = new TransferCommand
        {
            Member = from,
            Operation = operations.New(OperationKind.Transfer, caller, from, request, request.To.ToString()),
            Day = operations.Now.DayIn(club.Programme.Zone()),
            To = request.To,
            Currency = currency,
            Points = request.Points,
        };
        return await operations.DoAsync(command, cancellationToken);
    }

    private async Task<Refusal?> WhyNotAsync(MemberId from, MemberId to, CancellationToken cancellationToken)
    {
        if (await operations.WhyNotAsync(from, MemberOperation.Spend, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var receives = await context.Members.AnyAsync(
            member => member.Id == to && member.Status == MemberStatus.Active,
            cancellationToken
        );
        return receives ? null : new Refusal.InvalidRequest("to", "is not a member whose account is active");
    }

    public sealed record TransfersNotAllowed()
        : Refusal("transfers-not-allowed", RefusalKind.Conflict, "The club does not let members transfer points.");
}
