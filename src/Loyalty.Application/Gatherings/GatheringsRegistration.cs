using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Gatherings;

public static class GatheringsRegistration
{
    public static IServiceCollection AddGatherings(this IServiceCollection services)
    {
        services.AddScoped<CreateGathering>();
        services.AddScoped<ChangeGathering>();
        services.AddScoped<PublishGathering>();
        services.AddScoped<CancelGathering>();
        services.AddScoped<SignUpForGathering>();
        services.AddScoped<CancelSignUp>();
        services.AddScoped<RecordAttendance>();
        services.AddScoped<FindGatherings>();
        services.AddSingleton<FindGuests>();
        services.AddSingleton<FindMemberGatherings>();

        services.AddSingleton<InviteToGatherings>();
        services.AddSingleton<RemindOfGatherings>();
        services.AddSingleton<TellCancellations>();
        services.AddSingleton<ReleasePlaces>();
        services.AddSingleton<RunGatherings>();
        services.AddHostedService<GatheringWorker>();
        return services;
    }
}
