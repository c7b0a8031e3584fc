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
    /// <summary>As a member does it, who knows the other one's card.</summary>
    public async Task<Outcome<OperationResult>> ToCardAsync(
        MemberId from,
        string cardNumber,
        string currency,
        long points,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var card = CardNumber.TryParse(cardNumber, out var number)
            ? await context.Cards.AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellationToken)
            : null;
        var done =
            card is null || card.WhyRefused() is not null
                ? NoSuchCard
                : await ExecuteAsync(
                    from,
                    new TransferRequest(card.MemberId, currency, points),
                    caller,
                    cancellationToken,
                    "toCardNumber"
                );
        return done.Refusal is { } refusal
            ? await DoneBeforeAsync(from, card, currency, points, caller, cancellationToken) ?? refusal
            : done;
    }

    /// <summary>What was done before under the key. The card may have been blocked since, or gone to another account with a merge or
    /// its undoing: it is the same transfer all the same.</summary>
    private async Task<Outcome<OperationResult>?> DoneBeforeAsync(
        MemberId from,
        Card? card,
        string currency,
        long points,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var key = OperationKey.Of(OperationKind.Transfer, caller.Actor, caller.Key);
        if (
            await operations.FindAsync(key, cancellationToken) is not { } found
            || !Identifier.TryParse<MemberId>(found.Operation.Reference, out var to)
        )
        {
            return null;
        }

        var asked = operations.New(OperationKind.Transfer, caller, from, new TransferRequest(to, currency, points));
        return
            found.Operation.ContentHash.AsSpan().SequenceEqual(asked.ContentHash)
            && await IsOfAsync(card, to, cancellationToken)
            ? found
            : new PointsRefusal.OperationReused();
    }

    /// <summary>Whether the card may have named the member. One that is not known any more was erased.</summary>
    private async Task<bool> IsOfAsync(Card? card, MemberId member, CancellationToken cancellationToken) =>
        card is null
        || card.MemberId == member
        || await context.MemberMerges.AnyAsync(
            merge =>
                (merge.DuplicateId == member && merge.SurvivorId == card.MemberId)
                || (merge.DuplicateId == card.MemberId && merge.SurvivorId == member),
            cancellationToken
        );

    /// <param name="toField">what the request calls the one who gets the points.</param>
    public async Task<Outcome<OperationResult>> ExecuteAsync(
        MemberId from,
        TransferRequest request,
        OperationCaller caller,
        CancellationToken cancellationToken,
        string toField = "to"
    )
    {
        var club = await operations.ClubAsync(cancellationToken);
        var operation = operations.New(OperationKind.Transfer, caller, from, request, request.To.ToString());
        var errors = new FieldErrors();
        var currency = errors.RedeemableCurrency("currency", request.Currency, club);
        errors.Points("points", request.Points);
        errors.Check(request.To != from, toField, "must be another member");
        var whyNot = club.Programme.TransfersAllowed ? errors.Refusal : new TransfersNotAllowed();
        if ((whyNot ?? await WhyNotAsync(from, request.To, toField, cancellationToken)) is { } refusal)
        {
            return await operations.DoneBeforeAsync(operation, cancellationToken) ?? refusal;
        }

        var command = new TransferCommand
        {
            Member = from,
            Operation = operation,
            Day = operations.Now.DayIn(club.Programme.Zone()),
            To = request.To,
            Currency = currency,
            Points = request.Points,
        };
        return await operations.DoAsync(command, cancellationToken);
    }

    private async Task<Refusal?> WhyNotAsync(
        MemberId from,
        MemberId to,
        string toField,
        CancellationToken cancellationToken
    )
    {
        if (await operations.WhyNotAsync(from, MemberOperation.Spend, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var receives = await context.Members.AnyAsync(
            member => member.Id == to && member.Status == MemberStatus.Active,
            cancellationToken
        );
        return receives ? null
            : toField == "to" ? new Refusal.InvalidRequest("to", "is not a member whose account is active")
            : NoSuchCard;
    }

    // The same whether there is no such card, or its member gets no points: that is nobody's business here.
    private static Refusal NoSuchCard =>
        new Refusal.InvalidRequest("toCardNumber", "is not the number of a card that can get points");

    public sealed record TransfersNotAllowed()
        : Refusal("transfers-not-allowed", RefusalKind.Conflict, "The club does not let members transfer points.");
}
