using Loyalty.Identity.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Loyalty.Identity.Tokens;

/// <summary>
/// The issuer's metadata for a host that validates its own tokens: what JwtBearer would otherwise fetch over HTTP from itself. Assign
/// it to <c>JwtBearerOptions.ConfigurationManager</c>.
/// </summary>
internal sealed class LocalIssuerConfiguration(SigningKeyRing keys, IOptions<LoyaltyIdentityOptions> options)
    : IConfigurationManager<OpenIdConnectConfiguration>
{
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = options.Value.Issuer };
        foreach (var key in (await keys.CurrentAsync(cancel)).Published)
        {
            configuration.SigningKeys.Add(key);
        }
        return configuration;
    }

    // Asked for when a token names an unknown key. Keys are announced long before they sign and read again every minute, so that
    // only a forged token gets here, and it shall not make us read the database.
    public void RequestRefresh() { }
}
