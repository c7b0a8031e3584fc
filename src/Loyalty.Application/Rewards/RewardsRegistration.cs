using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Rewards;

public static class RewardsRegistration
{
    public static IServiceCollection AddRewards(this IServiceCollection services) =>
        services
            .AddSingleton<FindRewardFacts>()
            .AddSingleton<FindRewardSights>()
            .AddSingleton<BrowseRewards>()
            .AddSingleton<RewardCodeProtector>()
            .AddScoped<FindRewards>()
            .AddScoped<FindRewardWarnings>()
            .AddScoped<CreateReward>()
            .AddScoped<ChangeReward>()
            .AddScoped<PublishReward>()
            .AddScoped<RetireReward>()
            .AddScoped<ImportRewardCodes>()
            .AddScoped<ReportRewardStock>();
}
