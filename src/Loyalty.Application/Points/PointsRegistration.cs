using Loyalty.Application.Points.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Points;

public static class PointsRegistration
{
    public static IServiceCollection AddPoints(this IServiceCollection services, LedgerSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<ProgrammeSettings>();
        services.AddSingleton<WalletChanges>();
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<LedgerWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddTransient<VerifyLedger>();
        services.AddSingleton<EventLookups>();
        services.AddSingleton<EarnPoints>();
        services.AddScoped<PointsOperations>();
        services.AddScoped<SpendPoints>();
        services.AddScoped<HouseholdPools>();
        services.AddScoped<SpendFromHousehold>();
        services.AddScoped<TransferPoints>();
        services.AddScoped<AdjustPoints>();
        services.AddScoped<ForfeitPoints>();
        services.AddScoped<MergePoints>();
        services.AddHostedService<HoldTimeouts>();
        services.AddTransient<RebuildTotals>();
        services.AddSingleton<ExpirePoints>();
        services.AddSingleton<PastWallets>();
        services.AddHostedService<ExpiryJob>();
        services.AddScoped<Accounts>().AddScoped<ClosePeriod>().AddScoped<TrialBalance>();
        services.AddHostedService<ClosedAccountSweep>();
        services.AddHostedService<ApprovedAdjustments>();
        return services;
    }
}
