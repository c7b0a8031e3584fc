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
        services.AddSingleton<ReceiveEvents>();
        services.AddSingleton<LinkCustomers>();
        services.AddScoped<UnlinkCustomer>();
        services.AddScoped<CreatePartner>();
        services.AddScoped<UpdatePartner>();
        services.AddScoped<SetPartnerStatus>();
        services.AddScoped<CreateSecret>();
        services.AddScoped<RevokeSecret>();
        services.AddScoped<PartnerStatistics>();
        services.AddHostedService<QuarantineSweep>();
        return services;
    }
}
