using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Application.Points;

public static class PointCurrencyRegistration
{
    public static IServiceCollection AddPointCurrencies(this IServiceCollection services) =>
        services.AddScoped<CreatePointCurrency>().AddScoped<ChangePointCurrency>();
}
