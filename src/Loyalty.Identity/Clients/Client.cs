namespace Loyalty.Identity.Clients;

/// <summary>An application that may ask for tokens. Member names follow Duende IdentityServer's client model; lives are in seconds.</summary>
public sealed class Client
{
    public required string ClientId { get; init; }

    public string ClientName { get; set; } = "";

    public bool Enabled { get; set; } = true;

    /// <summary>False for a public client (RFC 6749, section 2.1), which cannot keep a secret: apps, pages in a browser.</summary>
    public bool RequireClientSecret { get; set; } = true;

    /// <summary>Values of <see cref="GrantTypes"/>. Refresh tokens follow from <see cref="AllowOfflineAccess"/>.</summary>
    public List<string> AllowedGrantTypes { get; set; } = [];

    /// <summary>Compared character by character; no patterns.</summary>
    public List<string> RedirectUris { get; set; } = [];

    public List<string> PostLogoutRedirectUris { get; set; } = [];

    /// <summary>Origins such as <c>https://app.example</c> whose pages may call the token, revocation and userinfo endpoints.</summary>
    public List<string> AllowedCorsOrigins { get; set; } = [];

    public List<string> AllowedScopes { get; set; } = [];

    /// <summary>Whether <c>offline_access</c> may be asked for, which brings a refresh token.</summary>
    public bool AllowOfflineAccess { get; set; }

    /// <summary>For native apps: the port of a registered loopback redirect address may differ (RFC 8252, section 7.3).</summary>
    public bool AllowLoopbackPort { get; set; }

    /// <summary>Seconds, at most 600.</summary>
    public int AccessTokenLifetime { get; set; } = 600;

    /// <summary>Seconds from sign-in after which refreshing ends, however often it was done.</summary>
    public int AbsoluteRefreshTokenLifetime { get; set; } = 30 * 24 * 3600;

    /// <summary>Seconds for which one refresh token may lie unused.</summary>
    public int SlidingRefreshTokenLifetime { get; set; } = 15 * 24 * 3600;

    /// <summary>Put into the access tokens that the client gets for itself (client credentials).</summary>
    public List<ClientClaim> Claims { get; set; } = [];

    /// <summary>Several may be live at a time, so that a secret can be replaced without an interruption.</summary>
    public List<ClientSecret> ClientSecrets { get; set; } = [];

    internal bool Allows(string grantType) => AllowedGrantTypes.Contains(grantType);
}

/// <summary>A claim of the client itself, such as a role.</summary>
public sealed class ClientClaim
{
    public long Id { get; set; }

    public string ClientId { get; set; } = "";

    public required string Type { get; init; }

    public required string Value { get; init; }
}

/// <summary>A secret by its hash; the secret itself is not kept.</summary>
public sealed class ClientSecret
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public string Description { get; set; } = "";

    public required string Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: until it is removed.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>Grant types a client may be registered for, by their names in RFC 6749.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";

    /// <summary>Never registered as such: see <see cref="Client.AllowOfflineAccess"/>.</summary>
    public const string RefreshToken = "refresh_token";
}
