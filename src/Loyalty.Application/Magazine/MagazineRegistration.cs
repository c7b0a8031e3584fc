using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Magazine;

public static class MagazineRegistration
{
    public static IServiceCollection AddMagazine(this IServiceCollection services)
    {
        services.AddScoped<ChangePublication>();
        services.AddScoped<ChangeIssue>();
        services.AddScoped<FindPublications>();
        services.AddScoped<SubscribeToMagazine>();
        services.AddScoped<PayForSubscription>();
        services.AddScoped<ChangeSubscription>();
        services.AddSingleton<FindMemberMagazines>();
        services.AddSingleton<FindMailContents>();
        services.AddSingleton<FindLabels>();
        services.AddScoped<TakeReturnedCopy>();
        services.AddScoped<ReportIssue>();

        services.AddSingleton<EnrolEntitled>();
        services.AddSingleton<AddressIssues>();
        services.AddSingleton<DispatchIssues>();
        services.AddScoped<RunMagazine>();
        services.AddHostedService<MagazineWorker>();
        return services;
    }
}
