using Loyalty.Api.Authentication;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;

namespace Loyalty.Api.Seeding;

/// <summary>Tells the demo club where this host plays its telecom; the port may be another one at each start.</summary>
public sealed class DemoTelecomAddress(LoyaltyDbContext context, CallTargets targets, AuthenticationSettings settings)
{
    public async Task ExecuteAsync(PartnerId telecom, CancellationToken cancellationToken)
    {
        var url = new Uri(new Uri(settings.Issuer), DemoTelecom.Path).ToString();
        var endpoint = await context.RedemptionEndpoints.FindAsync([telecom], cancellationToken);
        if (endpoint is null)
        {
            if (!WebhookSignature.TryParseSecret(DemoClub.TelecomCallSecret, out var key))
            {
                throw new InvalidOperationException("The demo telecom has no secret.");
            }

            endpoint = new RedemptionEndpoint
            {
                PartnerId = telecom,
                Url = url,
                EncryptedSecret = targets.Protect(telecom, key),
            };
            context.RedemptionEndpoints.Add(endpoint);
        }
        else if (endpoint.Url.EndsWith(DemoTelecom.Path, StringComparison.Ordinal))
        {
            endpoint.Url = url;
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
