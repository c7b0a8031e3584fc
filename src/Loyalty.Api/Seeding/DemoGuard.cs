using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Identity.Administration;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Seeding;

/// <summary>Finds demo secrets and passwords that still work.</summary>
public sealed class DemoGuard(
    UserAdministration users,
    ClientAdministration clients,
    LoyaltyDbContext context,
    PartnerKeyProtector protector,
    TimeProvider clock
)
{
    /// <summary>What of the demo club works in this database, by name; empty when nothing does.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var email in (string[])[DemoClub.StaffEmail, DemoClub.MemberEmail])
        {
            if (await users.HasPasswordAsync(email, DemoClub.Password))
            {
                found.Add($"the password of {email}");
            }
        }

        foreach (
            var (client, secret) in ((string, string)[])
                [(DemoClub.ServiceClient, DemoClub.ServiceSecret), (DemoClub.BankClient, DemoClub.BankClientSecret)]
        )
        {
            if (await clients.HasSecretAsync(client, secret, cancellationToken))
            {
                found.Add($"the secret of the client {client}");
            }
        }

        foreach (var slug in (string[])[DemoClub.Bank, DemoClub.Telecom])
        {
            if (await HasDemoSecretAsync(slug, cancellationToken))
            {
                found.Add($"the webhook secret of the partner {slug}");
            }
        }

        return found;
    }

    private async Task<bool> HasDemoSecretAsync(string slug, CancellationToken cancellationToken)
    {
        var now = clock.Instant();
        if (!WebhookSignature.TryParseSecret(DemoClub.WebhookSecret(slug), out var demo))
        {
            return false;
        }

        var secrets = await context
            .Partners.Where(partner => partner.Slug == slug)
            .Join(context.PartnerSecrets, partner => partner.Id, secret => secret.PartnerId, (_, secret) => secret)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return secrets.Exists(secret => secret.IsLive(now) && protector.Unprotect(secret).AsSpan().SequenceEqual(demo));
    }
}
