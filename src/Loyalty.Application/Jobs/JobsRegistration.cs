using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Jobs;

public static class JobsRegistration
{
    public static IServiceCollection AddJobs(this IServiceCollection services, JobSettings settings) =>
        services.AddSingleton(settings).AddSingleton<JobLeases>();
}
