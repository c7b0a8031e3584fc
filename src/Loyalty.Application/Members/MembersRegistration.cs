using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Members;

public static class MembersRegistration
{
    public static IServiceCollection AddMembers(this IServiceCollection services) =>
        services
            .AddScoped<CardNumbers>()
            .AddScoped<EnrolMember>()
            .AddScoped<UpdateMember>()
            .AddScoped<ChangeMemberStatus>()
            .AddScoped<ChangeContactPoints>()
            .AddScoped<ChangeCards>()
            .AddScoped<ChangeAttributes>()
            .AddScoped<ChangeVehicles>()
            .AddScoped<RecordMileage>()
            .AddScoped<RecordConsents>()
            .AddScoped<RecordHistory>()
            .AddScoped<MemberLinks>()
            .AddScoped<MemberRecords>()
            .AddScoped<SearchMembers>();
}
