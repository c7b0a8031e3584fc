using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Rewards;

public static class RewardsRegistration
{
    public static IServiceCollection AddRewards(this IServiceCollection services) =>
        services.AddSingleton<FindRewardFacts>();
}
