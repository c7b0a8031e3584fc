using Loyalty.Application.Care;
using Loyalty.Application.Earning;
using Loyalty.Application.Events;
using Loyalty.Application.Gatherings;
using Loyalty.Application.Jobs;
using Loyalty.Application.Magazine;
using Loyalty.Application.Members;
using Loyalty.Application.Notices;
using Loyalty.Application.Offers;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Rewards;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Application.Tiers;
using Loyalty.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application;

public static class ApplicationRegistration
{
    /// <summary>Registers the operations. Each noun adds its own in its folder.</summary>
    public static IServiceCollection AddLoyaltyApplication(
        this IServiceCollection services,
        LedgerSettings ledger,
        RedisSettings redis,
        JobSettings jobs,
        FulfilmentSettings fulfilment,
        OutboundSettings outbound,
        EventSettings events
    ) =>
        services
            .AddNotices(redis)
            .AddJobs(jobs)
            .AddScoped<ChangeProgramme>()
            .AddPointCurrencies()
            .AddEarning()
            .AddMembers()
            .AddPartners()
            .AddPoints(ledger)
            .AddTiers()
            .AddRewards(fulfilment, outbound)
            .AddEvents(events)
            .AddOffers()
            .AddCare()
            .AddCareContacts()
            .AddMagazine()
            .AddGatherings();
}
