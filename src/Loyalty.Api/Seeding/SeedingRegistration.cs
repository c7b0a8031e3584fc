using Loyalty.Api.Authentication;

namespace Loyalty.Api.Seeding;

public static class SeedingRegistration
{
    public static void AddSeeding(this IServiceCollection services)
    {
        services.AddScoped<BaseSeed>();
        services.AddScoped<DemoSeed>();
        services.AddScoped<DemoTiers>();
        services.AddScoped<DemoRewards>();
        services.AddSingleton<DemoTelecom>();
        services.AddScoped<DemoTelecomAddress>();
        services.AddScoped<DemoOffers>();
        services.AddScoped<DemoPartnerClients>();
        services.AddScoped<DemoGuard>();
    }

    /// <summary>The demo club in Development; elsewhere, that nothing of it works. The answer is null, or the sentence that
    /// says why the host cannot start.</summary>
    public static async Task<string?> SeedOrGuardAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        if (!app.Environment.IsDevelopment())
        {
            var found = await services.GetRequiredService<DemoGuard>().FindAsync(cancellationToken);
            return found.Count == 0
                ? null
                : $"This database holds demo secrets that everybody knows: {string.Join(", ", found)}. "
                    + "Replace or remove them, or start in Development.";
        }

        if (services.GetRequiredService<AuthenticationSettings>().IsEmbedded)
        {
            await services.GetRequiredService<BaseSeed>().ExecuteAsync(cancellationToken);
            await services.GetRequiredService<DemoSeed>().ExecuteAsync(cancellationToken);
        }

        return null;
    }
}
