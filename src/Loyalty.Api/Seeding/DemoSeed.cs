using Loyalty.Api.Authentication;
using Loyalty.Application.Earning;
using Loyalty.Application.Members;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Seeding;

/// <summary>Makes the demo club of the README, step by step, each only where it is missing: safe to run at every start.</summary>
public sealed class DemoSeed(
    LoyaltyDbContext context,
    UserAdministration users,
    ClientAdministration clients,
    AuthenticationSettings settings,
    EnrolMember enrolMember,
    CreatePartner createPartner,
    CreatePointCurrency createPointCurrency,
    CreateRule createRule,
    PublishRule publishRule,
    DemoTiers tiers,
    DemoRewards rewards,
    DemoOffers offers,
    DemoPartnerClients partnerClients,
    DemoTelecomAddress telecomAddress,
    PartnerKeyProtector protector,
    PartnerDirectory directory,
    TimeProvider clock
)
{
    private static readonly PointCurrencyCode Points = PointCurrencyCode.Parse("POINTS");
    private static readonly MoneyCurrency Koruna = MoneyCurrency.Parse("CZK");

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await AddClientsAsync(cancellationToken);
        await users.UpsertAsync(
            new UserDefinition(DemoClub.StaffEmail, "Club staff", DemoClub.Password, Roles: ["administrator"]),
            cancellationToken
        );
        var user = await users.UpsertAsync(
            new UserDefinition(DemoClub.MemberEmail, "Demo member", DemoClub.Password),
            cancellationToken
        );
        await AddCurrencyAsync(cancellationToken);
        var bank = await AddPartnerAsync(DemoClub.Bank, "North Bank", BankContract, cancellationToken);
        var telecom = await AddPartnerAsync(DemoClub.Telecom, "SkyTel", TelecomContract, cancellationToken);
        await partnerClients.ExecuteAsync(cancellationToken);
        await AddRuleAsync(
            "Paying by card or transfer",
            bank,
            "100",
            ["statement_fee", "penalty_interest"],
            cancellationToken
        );
        await AddRuleAsync("Telephone bills", telecom, "10", [], cancellationToken);
        await tiers.ExecuteAsync(Points, cancellationToken);
        // Before the member, who is to be welcomed.
        await offers.ExecuteAsync(bank, cancellationToken);
        await AddMemberAsync(user.Id, bank, cancellationToken);
        await telecomAddress.ExecuteAsync(telecom.Id, cancellationToken);
        await rewards.ExecuteAsync(Points, Koruna, telecom, cancellationToken);
    }

    private static PartnerContract BankContract { get; } =
        new()
        {
            EventTypes =
            [
                PartnerEvent.TransactionPosted.TypeName,
                PartnerEvent.TransactionReversed.TypeName,
                PartnerEvent.MemberLinked.TypeName,
                PartnerEvent.MemberUnlinked.TypeName,
            ],
            MoneyCurrencies = [Koruna],
            Operations = ["card_withdrawal", "cash_withdrawal", "transfer_out"],
            ExcludedCategories = ["statement_fee", "penalty_interest"],
            PointsPerEventMax = 1_000,
            BalanceInquiry = true,
            CostsPerPoint = [new PointCost(Points, new Money(0.25m, Koruna))],
            // The bank's feed is historical: events of any age are taken.
            LateDaysMax = null,
        };

    private static PartnerContract TelecomContract { get; } =
        new()
        {
            EventTypes =
            [
                PartnerEvent.TransactionPosted.TypeName,
                PartnerEvent.TransactionReversed.TypeName,
                PartnerEvent.PointsGranted.TypeName,
            ],
            MoneyCurrencies = [Koruna],
            PointCurrencies = [Points],
            PointsPerEventMax = 500,
            PointsPerMemberPerDayMax = 1_000,
            LateDaysMax = 30,
        };

    private async Task AddClientsAsync(CancellationToken cancellationToken)
    {
        await clients.UpsertAsync(
            new Client
            {
                ClientId = DemoClub.AppClient,
                ClientName = "Members' app",
                RequireClientSecret = false,
                AllowedGrantTypes = [GrantTypes.AuthorizationCode],
                RedirectUris = [DemoClub.AppRedirectUri],
                AllowedCorsOrigins = ["http://localhost:5081"],
                AllowedScopes = ["openid", "profile", "member"],
                AllowOfflineAccess = true,
            },
            cancellationToken
        );
        await clients.UpsertAsync(
            new Client
            {
                ClientId = DemoClub.ServiceClient,
                ClientName = "Demo service",
                RequireClientSecret = true,
                AllowedGrantTypes = [GrantTypes.ClientCredentials],
                AllowedScopes = ["admin", "partner"],
                Claims =
                [
                    new ClientClaim
                    {
                        ClientId = DemoClub.ServiceClient,
                        Type = "role",
                        Value = "support",
                    },
                ],
            },
            cancellationToken
        );
        await clients.EnsureSecretAsync(DemoClub.ServiceClient, DemoClub.ServiceSecret, "demo club", cancellationToken);
    }

    private async Task AddCurrencyAsync(CancellationToken cancellationToken)
    {
        if (!await context.PointCurrencies.AnyAsync(currency => currency.Code == Points, cancellationToken))
        {
            var request = new CreatePointCurrencyRequest(
                Points,
                "Club points",
                PointCurrencyKind.Redeemable,
                ExpiryForm.Of(new ExpiryModel.EndOfMonth(36))
            );
            _ = (await createPointCurrency.ExecuteAsync(request, cancellationToken)).Value;
        }
    }

    private async Task<Partner> AddPartnerAsync(
        string slug,
        string name,
        PartnerContract contract,
        CancellationToken cancellationToken
    )
    {
        var partner = await context.FindPartnerAsync(slug, cancellationToken);
        if (partner is null)
        {
            var request = new CreatePartnerRequest(slug, name, contract);
            partner = (await createPartner.ExecuteAsync(request, cancellationToken)).Value;
        }

        if (!await context.PartnerSecrets.AnyAsync(secret => secret.PartnerId == partner.Id, cancellationToken))
        {
            // Not made by chance, as all others are: the README prints it.
            if (!WebhookSignature.TryParseSecret(DemoClub.WebhookSecret(slug), out var key))
            {
                throw new InvalidOperationException($"The demo club has no secret for {slug}.");
            }

            var now = clock.Instant();
            var id = Identifier.New<PartnerSecretId>(now);
            context.PartnerSecrets.Add(
                new PartnerSecret
                {
                    Id = id,
                    PartnerId = partner.Id,
                    EncryptedKey = protector.Protect(partner.Id, id, key),
                    CreatedAt = now,
                }
            );
            await context.SaveChangesAsync(cancellationToken);
            directory.Invalidate();
        }

        return partner;
    }

    private async Task AddRuleAsync(
        string name,
        Partner partner,
        string perAmount,
        string[] excluded,
        CancellationToken cancellationToken
    )
    {
        if (await context.EarningRules.AnyAsync(rule => rule.Name == name, cancellationToken))
        {
            return;
        }

        var definition = new RuleDocument
        {
            Name = name,
            When = new RuleConditionsDocument
            {
                Partner = partner.Id.ToString(),
                Categories = new RuleCodesDocument { Exclude = excluded },
            },
            Effect = new RuleEffectDocument
            {
                Kind = AwardKind.PointsPerAmount,
                PointCurrency = Points.Value,
                MoneyCurrency = Koruna.Code,
                PointsPer = "1",
                PerAmount = perAmount,
            },
        };
        var rule = (await createRule.ExecuteAsync(new CreateRuleRequest(definition), cancellationToken)).Value;
        _ = (
            await publishRule.ExecuteAsync(
                new PublishRuleRequest(rule.Id, rule.Version, "demo club"),
                cancellationToken
            )
        ).Value;
    }

    private async Task AddMemberAsync(string subject, Partner bank, CancellationToken cancellationToken)
    {
        if (await context.MemberSignIns.AnyAsync(signIn => signIn.Subject == subject, cancellationToken))
        {
            return;
        }

        var request = new EnrolMemberRequest
        {
            Member = new MemberData
            {
                Name = new NameData { Given = "Demo", Family = "Member" },
                BirthDate = new DateOnly(1990, 2, 28),
                PreferredLanguage = "en",
                Relationship = Relationship.Current,
            },
            Source = "demo",
            ContactPoints =
            [
                new ContactPointData
                {
                    Kind = ContactPointKind.Email,
                    Value = DemoClub.MemberEmail,
                    Verified = true,
                },
            ],
            Vehicles =
            [
                new VehicleData
                {
                    Vin = "WVWZZZ1JZXW000001",
                    Model = "Estate",
                    PurchasedOn = new DateOnly(2024, 5, 2),
                },
            ],
        };
        var member = (await enrolMember.ExecuteAsync(request, cancellationToken)).Value;
        context.MemberSignIns.Add(
            new MemberSignIn
            {
                Issuer = settings.Issuer,
                Subject = subject,
                MemberId = member,
                AttachedAt = clock.Instant(),
            }
        );
        context.MemberLinks.Add(
            new MemberLink
            {
                PartnerId = bank.Id,
                PartnerCustomerId = DemoClub.MemberAccount,
                MemberId = member,
                LinkedAt = clock.Instant(),
            }
        );
        await context.SaveChangesAsync(cancellationToken);
    }
}
