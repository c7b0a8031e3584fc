using System.Globalization;
using System.Security.Cryptography;
using Loyalty.Application.Earning;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Points;

/// <summary>What holds for a club of its own: programme, currency, rules; and points that were spent.</summary>
internal static class ProgrammeActions
{
    public static async Task GivenProgrammeAsync(this Club club, ReturnPolicy policy, string timeZone = "UTC")
    {
        await club.WithContextAsync(async context =>
        {
            var programme = await context.Programmes.SingleAsync();
            (programme.ReturnPolicy, programme.TimeZone) = (policy, timeZone);
            return await context.SaveChangesAsync();
        });
        club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
    }

    public static async Task GivenCurrencyAsync(this Club club, int? expiryMonths)
    {
        await using var scope = club.Services.CreateAsyncScope();
        var request = new CreatePointCurrencyRequest(
            PointsActions.Points,
            "Club points",
            PointCurrencyKind.Redeemable,
            expiryMonths
        );
        _ = (
            await scope
                .ServiceProvider.GetRequiredService<CreatePointCurrency>()
                .ExecuteAsync(request, CancellationToken.None)
        ).Value;
        club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
    }

    /// <summary>Publishes a rule for the partner: so many points for each amount of CZK, rounded down.</summary>
    public static async Task<EarningRule> GivenRuleAsync(
        this Club club,
        Partner partner,
        string pointsPer,
        string perAmount,
        int? activationDelayDays = null
    )
    {
        await using var scope = club.Services.CreateAsyncScope();
        var request = new CreateRuleRequest(Definition(partner, pointsPer, perAmount, activationDelayDays));
        var rule = (
            await scope.ServiceProvider.GetRequiredService<CreateRule>().ExecuteAsync(request, CancellationToken.None)
        ).Value;
        return (
            await scope
                .ServiceProvider.GetRequiredService<PublishRule>()
                .ExecuteAsync(new PublishRuleRequest(rule.Id, rule.Version, "test"), CancellationToken.None)
        ).Value;
    }

    /// <summary>Publishes the rule's next version.</summary>
    public static async Task ChangeRuleAsync(
        this Club club,
        EarningRule rule,
        Partner partner,
        string pointsPer,
        string perAmount
    )
    {
        await using var scope = club.Services.CreateAsyncScope();
        var draft = (
            await scope
                .ServiceProvider.GetRequiredService<ChangeRuleDraft>()
                .ExecuteAsync(
                    new ChangeRuleDraftRequest(rule.Id, rule.Version, Definition(partner, pointsPer, perAmount, null)),
                    CancellationToken.None
                )
        ).Value;
        _ = (
            await scope
                .ServiceProvider.GetRequiredService<PublishRule>()
                .ExecuteAsync(new PublishRuleRequest(draft.Id, draft.Version, "test"), CancellationToken.None)
        ).Value;
    }

    public static Task<List<Lot>> LotsAsync(this Club club, MemberId member)
    {
        var wallet = WalletId.Of(member, PointsActions.Points);
        return club.WithContextAsync(context =>
            context.Lots.AsNoTracking().Where(lot => lot.WalletId == wallet).OrderBy(lot => lot.ExpiresOn).ToListAsync()
        );
    }

    /// <summary>Stands in for redeeming, which is not there yet: an entry that takes points out of the lots, with an event
    /// that names it, chained as any other.</summary>
    public static Task SpendAsync(this Club club, Partner partner, MemberId member, long points)
    {
        var id = WalletId.Of(member, PointsActions.Points);
        return club.WithContextAsync(async context =>
        {
            var wallet = await context.Wallets.AsTracking().SingleAsync(wallet => wallet.WalletId == id);
            var moves = new List<LotMove>();
            var left = points;
            foreach (
                var lot in await context
                    .Lots.AsTracking()
                    .Where(lot => lot.WalletId == id)
                    .OrderBy(lot => lot.ExpiresOn)
                    .ToListAsync()
            )
            {
                var taken = Math.Min(left, lot.Points);
                if (taken > 0)
                {
                    moves.Add(new LotMove(lot.Key, -taken));
                    lot.Points -= taken;
                    left -= taken;
                }
            }

            var now = TimeProvider.System.Instant();
            var eventId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            var entry = new Entry
            {
                WalletId = id,
                Sequence = wallet.Sequence + 1,
                Kind = (EntryKind)100,
                Points = left - points,
                BalanceAfter = wallet.Balance + left - points,
                ArrearsAfter = wallet.Arrears,
                CounterAccount = "club",
                OccurredAt = now,
                RecordedAt = now,
                EventKey = PartnerEventKey.Of(partner.Id, PointsActions.Source, eventId),
                LotMoves = LotMoves.Write(moves),
                Explanation = "{}",
                Hash = [],
            };
            entry = entry with { Hash = EntryHash.Compute(wallet.Hash, entry) };
            (wallet.Balance, wallet.Sequence, wallet.Hash) = (entry.BalanceAfter, entry.Sequence, entry.Hash);
            context.Entries.Add(entry);
            context.PartnerEvents.Add(
                new PartnerEventRecord
                {
                    EventKey = entry.EventKey,
                    PartnerId = partner.Id,
                    Source = PointsActions.Source,
                    EventId = eventId,
                    Type = "spent",
                    ContentHash = SHA256.HashData([]),
                    Status = PartnerEventStatus.Posted,
                    ReceivedAt = now,
                    MemberId = member,
                    Postings = new Postings([Posting.Of(entry, PointsActions.Points)], Explanation: null).ToJson(),
                }
            );
            return await context.SaveChangesAsync();
        });
    }

    private static RuleDocument Definition(
        Partner partner,
        string pointsPer,
        string perAmount,
        int? activationDelayDays
    ) =>
        new()
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{pointsPer} per {perAmount}"),
            When = new RuleConditionsDocument { Partner = partner.Id.ToString() },
            Effect = new RuleEffectDocument
            {
                Kind = AwardKind.PointsPerAmount,
                PointCurrency = PointsActions.Points.Value,
                MoneyCurrency = "CZK",
                PointsPer = pointsPer,
                PerAmount = perAmount,
            },
            ActivationDelayDays = activationDelayDays,
        };
}
