using Loyalty.Api.Authentication;
using Loyalty.Api.Care;
using Loyalty.Api.Earning;
using Loyalty.Api.Events;
using Loyalty.Api.Gatherings;
using Loyalty.Api.GraphQL;
using Loyalty.Api.Http;
using Loyalty.Api.Magazine;
using Loyalty.Api.Members;
using Loyalty.Api.Offers;
using Loyalty.Api.Partners;
using Loyalty.Api.Points;
using Loyalty.Api.Rewards;
using Loyalty.Api.Seeding;
using Loyalty.Api.Telemetry;
using Loyalty.Api.Tiers;
using Loyalty.Application;
using Loyalty.Application.Events;
using Loyalty.Application.Jobs;
using Loyalty.Application.Members;
using Loyalty.Application.Points.Ledger;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Storage;
using Loyalty.Storage.Redis;

namespace Loyalty.Api;

/// <summary>Puts the host together; reads as its table of contents.</summary>
public static class LoyaltyHost
{
    public const string UrlDefault = "http://localhost:5080";

    /// <summary>WebSockets that are open at a time on one node; a further one is refused.</summary>
    private const int SocketsMax = 10_000;

    public const string OlderSchema =
        "The database's schema is older than this program needs. Run 'migrate' first, or set Database__MigrateOnStart=true.";

    public const string NewerSchema =
        "The database was migrated by a later version of this program. Start that version, or restore the database.";

    /// <param name="args">configuration, as on the command line: <c>--Database:Provider=PostgreSql</c>.</param>
    /// <param name="adapt">called last before the host is built; tests set the clock here.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adapt = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddLoyaltyLogging();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(UrlDefault);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentUpgradedConnections = SocketsMax;
        });

        var database = builder.Configuration.GetSection(DatabaseOptions.SectionName).Get<DatabaseOptions>() ?? new();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLoyaltyStorage(database);
        builder.Services.AddSingleton<HostSchema>();
        builder.Services.AddSingleton(
            builder.Configuration.GetSection(ClubOptions.SectionName).Get<ClubOptions>() ?? new()
        );
        builder.Services.AddLoyaltyApplication(
            builder.Configuration.GetSection(LedgerSettings.SectionName).Get<LedgerSettings>() ?? new(),
            builder.Configuration.GetSection(RedisSettings.SectionName).Get<RedisSettings>() ?? new(),
            builder.Configuration.GetSection(JobSettings.SectionName).Get<JobSettings>() ?? new(),
            builder.Configuration.GetSection(FulfilmentSettings.SectionName).Get<FulfilmentSettings>() ?? new(),
            builder.Configuration.GetSection(OutboundSettings.SectionName).Get<OutboundSettings>()
                // The demo club's telecom is this host.
                ?? new() { AllowPrivateAddresses = builder.Environment.IsDevelopment() },
            builder.Configuration.GetSection(EventSettings.SectionName).Get<EventSettings>() ?? new()
        );
        builder.Services.AddSingleton(
            builder.Configuration.GetSection(ProxySettings.SectionName).Get<ProxySettings>() ?? new()
        );
        builder.Services.AddLoyaltyHttp();
        builder.AddLoyaltyTelemetry();
        builder.AddLoyaltyAuthentication(database);
        builder.Services.AddSeeding();
        builder.Services.AddHostedService<Housekeeping>();
        builder.Services.AddHostedService<TierJob>();
        builder.Services.AddLoyaltySwagger();
        builder.Services.AddLoyaltyGraphQL(
            builder.Configuration.GetSection(SubscriptionSettings.SectionName).Get<SubscriptionSettings>() ?? new(),
            builder.Configuration.GetSection(GraphQLSettings.SectionName).Get<GraphQLSettings>() ?? new(),
            builder.Environment.IsDevelopment()
        );

        adapt?.Invoke(builder);
        var app = builder.Build();
        app.UseLoyaltyHttp();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSignIn();
        app.MapHealth();
        app.MapLoyaltySwagger();

        app.MapPartnerEvents();
        app.MapOrderReports();
        app.MapGraphQL(GraphQLHost.Path);
        if (app.Services.GetRequiredService<GraphQLSettings>().GraphiQL ?? app.Environment.IsDevelopment())
        {
            app.MapGraphiQL();
        }

        // The nouns map their endpoints on this group.
        var admin = app.MapAdminGroup();
        admin.MapMembers();
        admin.MapPartners();
        admin.MapProgramme();
        admin.MapPointCurrencies();
        admin.MapMemberPoints();
        admin.MapOperations();
        admin.MapAdjustments();
        admin.MapAccounts();
        admin.MapEarningRules();
        admin.MapTiers();
        admin.MapMemberTiers();
        admin.MapRewards();
        admin.MapRedemptions();
        admin.MapFulfilmentPartners();
        admin.MapEventSubscriptions();
        admin.MapEventDeliveries();
        admin.MapOffers();
        admin.MapCareRules();
        admin.MapCareSettings();
        admin.MapVouchers();
        admin.MapReferral();
        admin.MapCareEvents();
        admin.MapCareOutcomes();
        admin.MapCareCalls();
        admin.MapCareLetters();
        admin.MapComplaints();
        admin.MapCareFigures();
        admin.MapPublications();
        admin.MapIssues();
        admin.MapCopies();
        admin.MapMagazineSubscriptions();
        admin.MapGatherings();
        admin.MapSignUps();
        app.MapPartnerApi();
        if (app.Environment.IsDevelopment() && app.Services.GetRequiredService<AuthenticationSettings>().IsEmbedded)
        {
            DemoTelecom.Map(app);
        }

        return app;
    }

    /// <summary>For commands that print an answer of their own: warnings and errors alone, on standard error.</summary>
    public static void Quiet(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
    }

    /// <summary>What must hold before the first request. The answer is null, or the sentence that says why the host cannot
    /// start.</summary>
    public static async Task<string?> PrepareAsync(WebApplication app)
    {
        if (app.Services.GetRequiredService<ClubOptions>().WhyInvalid() is { } invalid)
        {
            return invalid;
        }

        if (app.Services.GetRequiredService<GraphQLSettings>().WhyInvalid() is { } unusable)
        {
            return unusable;
        }

        if (app.Services.GetRequiredService<EventSettings>().WhyInvalid() is { } unfit)
        {
            return unfit;
        }

        if (app.Services.GetRequiredService<ProxySettings>().WhyInvalid() is { } unclear)
        {
            return unclear;
        }

        var schema = app.Services.GetRequiredService<HostSchema>();
        var state = await schema.StateAsync(CancellationToken.None);
        if (state == SchemaState.Newer)
        {
            return NewerSchema;
        }

        if (app.Services.GetRequiredService<DatabaseOptions>().MigratesOnStart)
        {
            await schema.MigrateAsync(CancellationToken.None);
        }
        else if (state == SchemaState.Older)
        {
            return OlderSchema;
        }

        return await app.SeedOrGuardAsync(CancellationToken.None);
    }
}
