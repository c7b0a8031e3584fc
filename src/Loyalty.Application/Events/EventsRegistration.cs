using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Events;

public static class EventsRegistration
{
    public static IServiceCollection AddEvents(this IServiceCollection services, EventSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<EventOutbox>();
        services.AddSingleton<EventKeyProtector>();
        services.AddSingleton<EventCalls>();
        services.AddSingleton<EventMetrics>();
        services.AddSingleton<EventFanOut>();
        services.AddSingleton<LaneRecords>();
        services.AddSingleton<EventPumps>();
        services.AddHostedService<EventSender>();
        services.AddScoped<SubscribeToEvents>();
        services.AddScoped<ChangeEventSubscription>();
        services.AddScoped(provider => new TestEventSubscription(
            provider.GetRequiredService<Storage.LoyaltyDbContext>(),
            provider.GetRequiredService<EventCalls>(),
            provider.GetRequiredService<EventSettings>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<ReplayEventDeliveries>();
        services.AddScoped<SweepEvents>();
        return services;
    }
}
