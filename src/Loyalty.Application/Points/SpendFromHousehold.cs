using Loyalty.Application.Members;
using Loyalty.Application.Points.Ledger;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

/// <summary>
/// Spends points of a member's household at once: all of them or none. Whose points are taken is worked out beforehand and checked
/// where they are taken: when somebody joined, left, changed a share or spent meanwhile, it is worked out anew.
/// </summary>
public sealed class SpendFromHousehold(PointsOperations operations, SpendPoints spend, HouseholdPools pools)
{
    private const int TriesMax = 10;

    public async Task<Outcome<OperationResult>> RedeemAsync(
        MemberId member,
        SpendRequest request,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var asked = new { request, from = "household" };
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var made = await CommandAsync(member, request, asked, caller, cancellationToken);
            if (made.Refusal is { } refusal)
            {
                // Sent again, it may have been done, and left the household without the points.
                var operation = operations.New(OperationKind.Redemption, caller, member, asked, request.Reference);
                return await operations.DoneBeforeAsync(operation, cancellationToken) ?? refusal;
            }

            var done = await operations.DoAsync(made.Value, cancellationToken);
            if (done.Refusal is not (PointsRefusal.InsufficientPoints or MemberRefusals.TryAgain))
            {
                return done;
            }
        }

        return new MemberRefusals.TryAgain();
    }

    /// <summary>What the member may spend of the household's points now.</summary>
    public async Task<Outcome<HouseholdPool>> FindPoolAsync(
        MemberId member,
        PointCurrencyCode currency,
        CancellationToken cancellationToken
    )
    {
        var day = operations.Now.DayIn((await operations.ClubAsync(cancellationToken)).Programme.Zone());
        var found = await SpendableAsync(member, currency, day, cancellationToken);
        return found.Refusal is { } refusal ? refusal : found.Value.Pools[currency];
    }

    private async Task<Outcome<RedeemCommand>> CommandAsync(
        MemberId member,
        SpendRequest request,
        object asked,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        if (request.Payment is not null)
        {
            return new Refusal.InvalidRequest("payment", "must be left out: a household's points pay for no order");
        }

        var club = await operations.ClubAsync(cancellationToken);
        var sound = await spend.CheckAsync(member, request, club, cancellationToken);
        if (sound.Refusal is { } refusal)
        {
            return refusal;
        }

        var currency = PointCurrencyCode.Parse(request.Currency!);
        var day = operations.Now.DayIn(club.Programme.Zone());
        var read = await SpendableAsync(member, currency, day, cancellationToken);
        if (read.Refusal is { } barred)
        {
            return barred;
        }

        var found = read.Value;
        var parts = found.Pools[currency].Split(request.Points!.Value);
        return parts.Refusal is { } few
            ? few
            : new RedeemCommand
            {
                Member = member,
                Operation = operations.New(OperationKind.Redemption, caller, member, asked, sound.Value.Reference),
                Day = day,
                Household = found.Household,
                Shares =
                [
                    .. parts.Value.Select(part => new WalletShare(
                        WalletId.Of(part.Member, currency),
                        part.Points,
                        part.SharePercent
                    )),
                ],
            };
    }

    private async Task<Outcome<MemberPools>> SpendableAsync(
        MemberId member,
        PointCurrencyCode currency,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        var found = await pools.ReadAsync(member, [currency], day, cancellationToken);
        return found.WhyNotSpend() is { } refusal ? refusal : found!;
    }
}
