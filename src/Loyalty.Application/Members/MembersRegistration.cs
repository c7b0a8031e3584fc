using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Members;

public static class MembersRegistration
{
    public static IServiceCollection AddMembers(this IServiceCollection services) =>
        services.AddScoped<CardNumbers>().AddScoped<EnrolMember>().AddScoped<MemberRecords>().AddScoped<SearchMembers>();
}
