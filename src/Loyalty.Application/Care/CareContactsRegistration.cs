using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Care;

public static class CareContactsRegistration
{
    /// <summary>What happens to a contact once it was sent.</summary>
    public static IServiceCollection AddCareContacts(this IServiceCollection services)
    {
        services.AddScoped<CareRecipients>();
        services.AddSingleton<CareMessages>();
        services.AddScoped<FindCareMessage>();
        services.AddSingleton<FindOwnCareMessages>();
        services.AddScoped<ReportCareOutcome>();
        services.AddScoped<CareCallQueue>();
        services.AddScoped<TakeCareCall>();
        services.AddScoped<ReportCareCall>();
        services.AddScoped<OpenComplaint>();
        services.AddScoped<ChangeComplaint>();
        services.AddScoped<PrintCareLetters>();
        services.AddScoped<FindCareLetters>();
        services.AddScoped<ChangeCarePreferences>();
        services.AddScoped<ReportCareRule>();
        return services;
    }
}
