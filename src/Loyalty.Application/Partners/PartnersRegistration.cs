using Loyalty.Application.Points.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Partners;

public static class PartnersRegistration
{
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddMetrics();
        services.AddSingleton<PartnerKeyProtector>();
        services.AddSingleton<PartnerDirectory>();
        services.AddSingleton<PartnerMetrics>();
        services.AddSingleton<ReplayEvents>();
        services.AddSingleton<PrepaidWatch>();
        services.AddScoped<PrepaidPoints>();
        services.AddScoped<BuyPrepaidPoints>();
        services.AddSingleton<ReceiveEvents>();
        services.AddSingleton<LinkCustomers>();
        services.AddScoped<UnlinkCustomer>();
        services.AddScoped<CreatePartner>();
        services.AddScoped<UpdatePartner>();
        services.AddScoped<SetPartnerStatus>();
        services.AddScoped<CreateSecret>();
        services.AddScoped<RevokeSecret>();
        services.AddScoped<PartnerStatistics>();
        services.AddSingleton<LedgerTrial>();
        services.AddSingleton<TryEvents>();
        services.AddScoped<BindClient>();
        services.AddScoped<UnbindClient>();
        services.AddScoped<CreateLinkToken>();
        services.AddScoped<LinkByToken>();
        services.AddScoped<FindBalance>();
        services.AddScoped<Reconcile>();
        services.AddScoped<RecheckReconciliation>();
        services.AddScoped<SweepReconciliations>();
        services.AddScoped<StatementEvents>();
        services.AddScoped<StatementRedemptions>();
        services.AddScoped<StatementGroups>();
        services.AddScoped<StatementLines>();
        services.AddScoped<StatementExtras>();
        services.AddScoped<Statements>();
        services.AddScoped<CloseStatement>();
        services.AddScoped<OpenDispute>();
        services.AddScoped<DecideDispute>();
        services.AddHostedService<QuarantineSweep>();
        return services;
    }
}
