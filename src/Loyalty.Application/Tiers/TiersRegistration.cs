using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Tiers;

public static class TiersRegistration
{
    public static IServiceCollection AddTiers(this IServiceCollection services) =>
        services
            .AddSingleton<ClubTiers>()
            .AddSingleton<TiersAt>()
            .AddSingleton<EvaluateTiers>()
            .AddSingleton<WorkOnTiers>()
            .AddSingleton<FindMemberTiers>()
            .AddScoped<CreateTierSet>()
            .AddScoped<ChangeTierSet>()
            .AddScoped<ActivateTierSet>()
            .AddScoped<RequestTierRun>()
            .AddScoped<GiveTier>();
}
