using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Members;

public static class MembersRegistration
{
    public static IServiceCollection AddMembers(this IServiceCollection services) =>
        services
            .AddScoped<CardNumbers>()
            .AddSingleton<ClubKey>()
            .AddSingleton<ErasedReferences>()
            .AddScoped<EraseMember>()
            .AddScoped<MergeMembers>()
            .AddScoped<UndoMerge>()
            .AddScoped<EnrolMember>()
            .AddScoped<UpdateMember>()
            .AddScoped<ChangeMemberStatus>()
            .AddScoped<CloseAccount>()
            .AddScoped<ChangeContactPoints>()
            .AddScoped<ChangeCards>()
            .AddScoped<ChangeAttributes>()
            .AddScoped<ChangeVehicles>()
            .AddScoped<RecordMileage>()
            .AddScoped<RecordConsents>()
            .AddScoped<RecordHistory>()
            .AddScoped<FindBehaviour>()
            .AddSingleton<FlagBehaviour>()
            .AddHostedService<BehaviourWorker>()
            .AddScoped<FindHouseholds>()
            .AddScoped<LiveInHousehold>()
            .AddScoped<ManageHouseholds>()
            .AddScoped<MemberLinks>()
            .AddScoped<MemberRecords>()
            .AddScoped<SearchMembers>();
}
