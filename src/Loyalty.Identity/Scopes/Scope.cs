namespace Loyalty.Identity.Scopes;

/// <summary>A right that a client may ask for, and what it puts into tokens.</summary>
public sealed class Scope
{
    public required string Name { get; init; }

    public string DisplayName { get; set; } = "";

    /// <summary>The API that the scope opens: becomes <c>aud</c> of the access token (RFC 9068, section 3). Null for scopes of OpenID Connect.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// Claims of the user that the scope releases: of an API scope into the access token, of an identity scope through userinfo.
    /// <c>role</c> stands for the user's roles.
    /// </summary>
    public List<string> UserClaims { get; set; } = [];

    /// <summary>When not empty, a user without any of these roles is not given the scope. Says nothing about clients' own tokens.</summary>
    public List<string> RequiredRoles { get; set; } = [];
}

/// <summary>Scopes with a meaning of their own in OpenID Connect Core 1.0, sections 5.4 and 11.</summary>
public static class StandardScopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string OfflineAccess = "offline_access";
}
