using Loyalty.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Notices;

public static class NoticesRegistration
{
    public static IServiceCollection AddNotices(this IServiceCollection services, RedisSettings redis)
    {
        services.AddSingleton(redis);
        services.AddSingleton<RedisBroadcast>();
        services.AddSingleton<RedisScripts>();
        services.AddSingleton<ClubNotices>();
        services.AddHostedService(provider => provider.GetRequiredService<ClubNotices>());
        services.AddHostedService<NoticedChanges>();
        return services;
    }
}
