using System.Globalization;
using System.Security.Cryptography;
using Loyalty.Api;
using Loyalty.Application.Earning;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>A club on a database of its own, with a partner that may send events, a handful of rules, and as many members as asked for,
/// each with a card and a wallet that has a history.</summary>
/// <param name="Provider">As <c>Database:Provider</c> names it.</param>
/// <param name="Members">Numbered from 1.</param>
public sealed record LoadedClub(string Provider, string ConnectionString, Guid Partner, byte[] Key, int Members)
{
    public const string Slug = "loadbank";
    public const string EventsPath = $"/webhooks/v1/partners/{Slug}/events";

    /// <summary>Points lapse at the end of the month, so many months after they were earned.</summary>
    public const int ExpiryMonths = 24;

    public static readonly PointCurrencyCode Points = PointCurrencyCode.Parse("POINTS");

    /// <summary>What every event of the load is measured against: two rules that hold, one by one, and others that do not.</summary>
    private static readonly string[] Rules =
    [
        Rule("Payments", "", "1", "10"),
        Rule("Fuel", """, "categories": { "include": ["fuel", "charging"] } """, "1", "5"),
        Rule("Travel", """, "categories": { "include": ["travel"] } """, "3", "10"),
        Rule("Insurance", """, "operations": ["insurance_premium"] """, "2", "100"),
        Rule("Large payments", """, "amountMin": "10000" """, "1", "10"),
    ];

    public static string Card(int member) =>
        CardNumber.FromPayload(string.Create(CultureInfo.InvariantCulture, $"3080{member:D11}")).Value;

    /// <summary>Ids that grow with the number, as UUIDv7 do.</summary>
    public static MemberId Member(int number) =>
        new(Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"01890a5d-ac96-7000-8a00-{number:x12}")));

    /// <param name="entriesPerWallet">how long the history of each wallet is.</param>
    public static async Task<LoadedClub> CreateAsync(
        string provider,
        string connectionString,
        int members,
        int entriesPerWallet
    )
    {
        await using var app = LoyaltyHost.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Database:Provider={provider}",
                $"--Database:ConnectionString={connectionString}",
                "--Database:MigrateOnStart=true",
            ],
            builder => builder.Logging.ClearProviders()
        );
        if (await LoyaltyHost.PrepareAsync(app) is { } refusal)
            throw new InvalidOperationException(refusal);
        var (partner, key) = await CreatePartnerAsync(app);
        foreach (var rule in Rules)
            await PublishAsync(app, rule.Replace("PARTNER", partner.Id.ToString(), StringComparison.Ordinal));
        var club = new LoadedClub(provider, connectionString, partner.Id.Value, key, members);
        await WalletHistory.WriteAsync(club, entriesPerWallet);
        await app.Services.GetRequiredService<RebuildTotals>().ExecuteAsync();
        return club;
    }

    private static async Task<(Partner Partner, byte[] Key)> CreatePartnerAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var settings = await services.GetRequiredService<ProgrammeSettings>().CurrentAsync(default);
        if (!settings.Currencies.ContainsKey(Points))
        {
            var currency = new CreatePointCurrencyRequest(
                Points,
                "Points",
                PointCurrencyKind.Redeemable,
                ExpiryForm.Of(new ExpiryModel.EndOfMonth(ExpiryMonths))
            );
            _ = (await services.GetRequiredService<CreatePointCurrency>().ExecuteAsync(currency, default)).Value;
        }
        var contract = new PartnerContract
        {
            EventTypes = [PartnerEvent.TransactionPosted.TypeName, PartnerEvent.TransactionReversed.TypeName],
            MoneyCurrencies = [MoneyCurrency.Parse("CZK")],
            PointCurrencies = [Points],
            PointsPerEventMax = 100_000,
            PointsPerMemberPerDayMax = 10_000_000,
        };
        var partner = (
            await services
                .GetRequiredService<CreatePartner>()
                .ExecuteAsync(new CreatePartnerRequest(Slug, "Load Bank", contract), default)
        ).Value;
        var secret = (await services.GetRequiredService<CreateSecret>().ExecuteAsync(Slug, null, default)).Value;
        return WebhookSignature.TryParseSecret(secret.Text, out var key)
            ? (partner, key)
            : throw new CryptographicException("The new secret is none.");
    }

    private static async Task PublishAsync(WebApplication app, string definition)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var request = new CreateRuleRequest(RuleDocument.FromJson(definition));
        var rule = (await services.GetRequiredService<CreateRule>().ExecuteAsync(request, default)).Value;
        _ = (
            await services
                .GetRequiredService<PublishRule>()
                .ExecuteAsync(new PublishRuleRequest(rule.Id, rule.Version, "benchmark"), default)
        ).Value;
    }

    private static string Rule(string name, string conditions, string pointsPer, string perAmount) =>
        $$"""
            {
              "name": "{{name}}",
              "when": { "partner": "PARTNER"{{conditions}} },
              "effect": {
                "kind": "pointsPerAmount", "pointCurrency": "POINTS", "moneyCurrency": "CZK",
                "pointsPer": "{{pointsPer}}", "perAmount": "{{perAmount}}"
              }
            }
            """;
}
