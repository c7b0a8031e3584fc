using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.Application.Events;
using Loyalty.Application.Offers;
using Loyalty.Application.Points;
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Rewards;

/// <param name="Quantity">pieces; null for 1.</param>
/// <param name="Amount">of a reward whose amount varies; null for all others.</param>
/// <param name="Currency">the code of the point currency to pay with; null for that of the reward's first price.</param>
/// <param name="Delivery">what the reward needs to be delivered.</param>
/// <param name="Voucher">takes something off the price of one piece; null for none.</param>
/// <param name="PointsFrom">whose points pay.</param>
public sealed record RedeemRewardRequest(
    RewardId Reward,
    int? Quantity,
    long? Amount,
    string? Currency,
    DeliveryData? Delivery,
    VoucherId? Voucher = null,
    // Left out of the request's hash where it is as it always was, so that what was asked before can be asked again.
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] PointSource PointsFrom = PointSource.Own
);

/// <summary>
/// A member takes a reward for points. Stock, or a code, and the redemption are written together; then the points are spent, or held
/// for as long as somebody is to deliver; a household's, which cannot be held, are spent then too. Whoever dies between leaves a redemption that <see cref="AdvanceRedemptions"/> brings
/// to its end.
/// </summary>
public sealed class RedeemReward(
    LoyaltyDbContext context,
    FindRewardFacts findFacts,
    PointsOperations operations,
    RedemptionPoints points,
    AdvanceRedemptions advance,
    RedemptionProtector protector,
    EventOutbox outbox
)
{
    private const int AttemptsMax = 5;

    /// <param name="caller">who asks, and under which key: the same key again gets the same redemption.</param>
    public async Task<Outcome<Redemption>> ExecuteAsync(
        MemberId member,
        RedeemRewardRequest request,
        OperationCaller caller,
        CancellationToken cancellationToken
    )
    {
        var id = RedemptionId.Of(member, $"{caller.Actor}/{caller.Key}");
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { member.Value, request }));
        if (await FindAsync(id, cancellationToken) is { } known)
        {
            return await RepeatAsync(known, hash, cancellationToken);
        }

        var reward = await context
            .Rewards.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == request.Reward, cancellationToken);
        if (reward is null || reward.Status == RewardStatus.Draft)
        {
            return new Refusal.NoSuch("reward");
        }

        var made = await MakeAsync(id, member, reward, request, hash, cancellationToken);
        if (made.Refusal is { } refusal)
        {
            return refusal;
        }

        var redemption = made.Value;
        if (await points.WhyNotAsync(redemption, cancellationToken) is { } few)
        {
            return few;
        }

        var first = redemption.Begin(caller.Actor);
        redemption.LeaseUntil = advance.LeaseFrom(redemption.RequestedAt);
        switch (await InsertAsync(reward.Definition.Stock, redemption, first, cancellationToken))
        {
            case Inserted.Taken taken:
                return taken.Refusal;
            case Inserted.Known:
                return await RepeatAsync((await FindAsync(id, cancellationToken))!, hash, cancellationToken);
            default:
                return Answer(await advance.AdvanceMineAsync(redemption.Id, cancellationToken));
        }
    }

    private async Task<Outcome<Redemption>> MakeAsync(
        RedemptionId id,
        MemberId member,
        Reward reward,
        RedeemRewardRequest request,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        var definition = reward.Definition;
        var errors = new FieldErrors();
        var quantity = request.Quantity ?? 1;
        errors.CheckSize(definition, quantity, request.Amount, mayLackAmount: false);
        var club = await operations.ClubAsync(cancellationToken);
        PointCurrencyCode? currency = request.Currency is null
            ? null
            : errors.RedeemableCurrency("currency", request.Currency, club);
        var delivery = DeliveryData.Check(errors, "delivery", definition.Fulfilment.Needs, request.Delivery);
        if (
            (errors.Refusal ?? await operations.WhyNotAsync(member, MemberOperation.Spend, cancellationToken)) is { } no
        )
        {
            return no;
        }

        var facts = await findFacts.ReadAsync(context, member, [definition], cancellationToken);
        if (reward.WhyNot(facts) is { } refusal)
        {
            return refusal;
        }

        if (definition.CostOf(facts, currency, quantity, request.Amount) is not { } cost)
        {
            return new RewardRefusal.NoPrice(currency);
        }

        var off = await context.PointsOffAsync(member, request, reward, cost.Points, facts.Now, cancellationToken);
        if (off.Refusal is { } unusable)
        {
            return unusable;
        }

        var units = quantity * (request.Amount ?? 1);
        var owed = definition.Fulfilment.Cost;
        return new Redemption
        {
            Id = id,
            MemberId = member,
            RewardId = reward.Id,
            RewardVersion = reward.Version,
            Method = definition.Fulfilment.Method,
            Quantity = quantity,
            Amount = request.Amount,
            Currency = cost.Currency,
            Points = cost.Points - off.Value,
            PointsFrom = request.PointsFrom,
            VoucherId = request.Voucher,
            VoucherPoints = off.Value,
            MoneyAmount = cost.Money?.Amount,
            MoneyCurrency = cost.Money?.Currency,
            ContentHash = hash,
            PartnerId = definition.Fulfilment.Partner,
            Product = definition.Fulfilment.Product,
            UnitCost = owed?.Amount,
            Cost = owed is { } each ? AccountMoney.Worth(units, each) : null,
            CostCurrency = owed?.Currency,
            EncryptedDelivery = protector.Protect(id, delivery),
            RequestedAt = facts.Now,
            Day = facts.Day,
            MemberPeriodStart = definition.Stock.MemberPeriod.StartOf(facts.Day),
            Deadline = facts.Now.AddHours(definition.Fulfilment.DeadlineHours),
            CancellableUntil = facts.Now.AddHours(definition.Cancellation.MemberHours),
            ReturnDays = definition.Cancellation.ReturnDays,
            UsableDays = definition.Fulfilment.UsableDays,
        };
    }

    /// <summary>Whom the database made wait for too long, or chose to give way, tries again: nothing was written.</summary>
    private async Task<Inserted> InsertAsync(
        RewardStock stock,
        Redemption redemption,
        RedemptionTransition first,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryInsertAsync(stock, redemption, first, cancellationToken);
            }
            catch (Exception exception) when (exception.IsLostRace() && attempt < AttemptsMax)
            {
                context.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Inserted> TryInsertAsync(
        RewardStock stock,
        Redemption redemption,
        RedemptionTransition first,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.Redemptions.Add(redemption);
        context.RedemptionTransitions.Add(first);
        await outbox.TellStepsAsync(context, redemption, cancellationToken);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new Inserted.Known();
        }
        finally
        {
            context.ChangeTracker.Clear();
        }

        if (!await context.UseVoucherAsync(redemption, cancellationToken))
        {
            return new Inserted.Taken(new VoucherRefusal.NotUsable(VoucherState.Used));
        }

        if (await context.TakeStockAsync(stock, redemption, cancellationToken) is { } limit)
        {
            return new Inserted.Taken(new RewardRefusal.OutOfStock(limit));
        }

        await transaction.CommitAsync(cancellationToken);
        return new Inserted.Done();
    }

    private Task<Redemption?> FindAsync(RedemptionId id, CancellationToken cancellationToken) =>
        context.Redemptions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    private async Task<Outcome<Redemption>> RepeatAsync(
        Redemption known,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        if (!known.ContentHash.AsSpan().SequenceEqual(hash))
        {
            return new PointsRefusal.OperationReused();
        }

        return Answer(
            known.Status == RedemptionStatus.Requested
                ? await advance.AdvanceAsync(known.Id, callsPartners: false, cancellationToken)
                : known
        );
    }

    /// <summary>What failed before anybody had it in hand is told as a refusal, also to those who ask again.</summary>
    private static Outcome<Redemption> Answer(Redemption redemption) =>
        redemption is { Status: RedemptionStatus.Failed, HasPoints: false }
            ? new NotRedeemed(redemption.Id, redemption.Cause!)
            : redemption;

    private abstract record Inserted
    {
        public sealed record Done : Inserted;

        /// <summary>Somebody sent the same under the same key at this moment.</summary>
        public sealed record Known : Inserted;

        /// <summary>Others were faster: with the stock, or with the voucher.</summary>
        public sealed record Taken(Refusal Refusal) : Inserted;
    }

    /// <summary>Stock was taken and given back: the points were not there when they were to be taken.</summary>
    /// <param name="Cause">the code of what the ledger refused.</param>
    public sealed record NotRedeemed(RedemptionId Redemption, string Cause)
        : Refusal(
            "redemption-failed",
            RefusalKind.Conflict,
            "The reward could not be redeemed: the points could not be taken. Nothing was spent."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields =>
            [new("redemptionId", Redemption.ToString()), new("cause", Cause)];
    }
}
