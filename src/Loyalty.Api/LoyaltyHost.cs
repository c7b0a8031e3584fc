using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Partners;
using Loyalty.Application;
using Loyalty.Storage;

namespace Loyalty.Api;

/// <summary>Puts the host together; reads as its table of contents.</summary>
public static class LoyaltyHost
{
    public const string OlderSchema =
        "The database's schema is older than this program needs. Run 'migrate' first, or set Database__MigrateOnStart=true.";

    public const string NewerSchema =
        "The database was migrated by a later version of this program. Start that version, or restore the database.";

    /// <param name="args">configuration, as on the command line: <c>--Database:Provider=PostgreSql</c>.</param>
    /// <param name="adapt">called last before the host is built; tests set the clock here.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adapt = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls("http://localhost:5080");
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        var database = builder.Configuration.GetSection(DatabaseOptions.SectionName).Get<DatabaseOptions>() ?? new();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLoyaltyStorage(database);
        builder.Services.AddLoyaltyApplication();
        builder.Services.AddLoyaltyHttp();
        builder.Services.AddLoyaltyAuthentication(builder.Configuration);
        builder.Services.AddLoyaltySwagger();

        adapt?.Invoke(builder);
        var app = builder.Build();
        app.UseLoyaltyHttp();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapLoyaltySwagger();

        app.MapPartnerEvents();

        // The nouns map their endpoints on this group.
        var admin = app.MapAdminGroup();
        admin.MapPartners();
        return app;
    }

    /// <summary>What must hold before the first request. The answer is null, or the sentence that says why the host cannot
    /// start.</summary>
    public static async Task<string?> PrepareAsync(WebApplication app)
    {
        var schema = app.Services.GetRequiredService<SchemaCheck>();
        var state = await schema.StateAsync(CancellationToken.None);
        if (state == SchemaState.Newer)
        {
            return NewerSchema;
        }

        if (!app.Services.GetRequiredService<DatabaseOptions>().MigratesOnStart)
        {
            return state == SchemaState.Older ? OlderSchema : null;
        }

        await schema.MigrateAsync(CancellationToken.None);
        return null;
    }
}
