using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Earning;

public static class EarningRegistration
{
    public static IServiceCollection AddEarning(this IServiceCollection services) =>
        services
            .AddSingleton<PublishedRules>()
            .AddSingleton<FindMemberFacts>()
            .AddScoped<FindRules>()
            .AddScoped<CreateRule>()
            .AddScoped<ChangeRuleDraft>()
            .AddScoped<DiscardRuleDraft>()
            .AddScoped<PublishRule>()
            .AddScoped<WithdrawRule>()
            .AddScoped<ReviewRule>()
            .AddScoped<DryRunRules>()
            .AddScoped<StartBacktest>()
            .AddScoped<FindBacktest>()
            .AddSingleton<BacktestRunner>()
            .AddHostedService(provider => provider.GetRequiredService<BacktestRunner>());
}
