using Loyalty.Application.Partners;
using Loyalty.Identity.Administration;
using Loyalty.Identity.Clients;

namespace Loyalty.Api.Seeding;

/// <summary>The client by which the demo bank speaks at <c>/api/partner/v1</c>.</summary>
public sealed class DemoPartnerClients(ClientAdministration clients, BindClient bindClient)
{
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await clients.UpsertAsync(
            new Client
            {
                ClientId = DemoClub.BankClient,
                ClientName = "North Bank",
                RequireClientSecret = true,
                AllowedGrantTypes = [GrantTypes.ClientCredentials],
                AllowedScopes = ["partner"],
            },
            cancellationToken
        );
        await clients.EnsureSecretAsync(DemoClub.BankClient, DemoClub.BankClientSecret, "demo club", cancellationToken);
        _ = (
            await bindClient.ExecuteAsync(
                new BindClientRequest(DemoClub.Bank, DemoClub.BankClient, "demo club"),
                cancellationToken
            )
        ).Value;
    }
}
