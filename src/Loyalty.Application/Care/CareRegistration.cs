using Loyalty.Application.Care.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Care;

public static class CareRegistration
{
    public static IServiceCollection AddCare(this IServiceCollection services)
    {
        services.AddScoped<CreateCareRule>();
        services.AddScoped<ChangeCareRule>();
        services.AddScoped<PublishCareRule>();
        services.AddScoped<WithdrawCareRule>();
        services.AddScoped<FindCareRules>();
        services.AddScoped<PreviewCare>();
        services.AddScoped<ChangeCareSettings>();

        services.AddSingleton<PointsTriggers>();
        services.AddSingleton<FindCareCandidates>();
        services.AddSingleton<JudgeCare>();
        services.AddSingleton<PlanCare>();
        services.AddSingleton<SendCare>();
        services.AddSingleton<CloseCare>();
        services.AddHostedService<CareWorker>();
        return services;
    }
}
