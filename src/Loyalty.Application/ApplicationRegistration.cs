using Loyalty.Application.Partners;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application;

public static class ApplicationRegistration
{
    /// <summary>Registers the operations. Each noun adds its own in its folder.</summary>
    public static IServiceCollection AddLoyaltyApplication(this IServiceCollection services) => services.AddPartners();
}
