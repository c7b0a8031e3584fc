using Loyalty.Application.Rewards.Fulfilment;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Rewards;

public static class RewardsRegistration
{
    public static IServiceCollection AddRewards(
        this IServiceCollection services,
        FulfilmentSettings fulfilment,
        OutboundSettings outbound
    )
    {
        services.AddSingleton<FindRewardFacts>();
        services.AddSingleton<FindRewardSights>();
        services.AddSingleton<BrowseRewards>();
        services.AddScoped<FindRewards>();
        services.AddScoped<FindRewardWarnings>();
        services.AddScoped<CreateReward>();
        services.AddScoped<ChangeReward>();
        services.AddScoped<PublishReward>();
        services.AddScoped<RetireReward>();
        services.AddScoped<ImportRewardCodes>();
        services.AddScoped<ReportRewardStock>();

        services.AddSingleton<RedemptionProtector>();
        services.AddSingleton<RewardCodeProtector>();
        services.AddSingleton<RedemptionChanges>();
        services.AddSingleton<AdvanceRedemptions>();
        services.AddScoped<RedemptionPoints>();
        services.AddScoped<RedeemReward>();
        services.AddScoped(provider => new ChangeRedemption(
            provider.GetRequiredService<Storage.LoyaltyDbContext>(),
            provider.GetRequiredService<AdvanceRedemptions>(),
            provider.GetRequiredService<CallPartner>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddHostedService<RedemptionWorker>();

        services.AddSingleton(fulfilment);
        services.AddSingleton(outbound);
        services.AddSingleton<OutboundHttp>();
        services.AddSingleton<CallTargets>();
        services.AddSingleton<PartnerTokens>();
        services.AddSingleton<PartnerCircuits>();
        services.AddSingleton<PartnerOrders>();
        services.AddSingleton<CallPartner>();
        services.AddScoped<ResolveDifference>();
        services.AddScoped(provider => new ReconcileOrders(
            provider.GetRequiredService<Storage.LoyaltyDbContext>(),
            provider.GetRequiredService<Points.ProgrammeSettings>(),
            provider.GetRequiredService<ChangeRedemption>(),
            provider.GetRequiredService<PartnerOrders>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<CompareOrdersDaily>();
        services.AddHostedService<OrderComparisonJob>();
        services.AddScoped<SetRedemptionEndpoint>();
        return services;
    }
}
