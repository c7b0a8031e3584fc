using System.Globalization;
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
            expiryMonths is { } months ? ExpiryForm.Of(new ExpiryModel.EndOfMonth(months)) : null
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
        int? activationDelayDays = null,
        RuleActivationDocument? activation = null
    )
    {
        await using var scope = club.Services.CreateAsyncScope();
        var request = new CreateRuleRequest(
            Definition(partner, pointsPer, perAmount, activationDelayDays) with
            {
                Activation = activation,
            }
        );
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

    public static Task<IReadOnlyList<Entry>> SpendAsync(this Club club, MemberId member, long points) =>
        club.DoAsync(club.Redeem(member, points));

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
