using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Offers;

public static class OffersRegistration
{
    public static IServiceCollection AddOffers(this IServiceCollection services)
    {
        services.AddScoped<CreateOffer>();
        services.AddScoped<ChangeOffer>();
        services.AddScoped<PublishOffer>();
        services.AddScoped<WithdrawOffer>();
        services.AddScoped<FindOffers>();
        services.AddScoped<ReportOffer>();

        services.AddSingleton<FindAudience>();
        services.AddSingleton<GrantOffers>();
        services.AddSingleton<PostGrantedPoints>();
        services.AddSingleton<NewcomerCandidates>();
        services.AddSingleton<BirthdayCandidates>();
        services.AddSingleton<DormantCandidates>();
        services.AddSingleton<ChallengeFacts>();
        services.AddSingleton<ChallengeCandidates>();
        services.AddSingleton<AdvanceReferrals>();
        services.AddSingleton<RunOffers>();
        services.AddHostedService<OfferWorker>();

        services.AddSingleton<FindMemberOffers>();
        services.AddSingleton<FindReferrals>();
        services.AddScoped<UseReferralCode>();
        services.AddScoped<WithdrawVoucher>();
        return services;
    }
}
