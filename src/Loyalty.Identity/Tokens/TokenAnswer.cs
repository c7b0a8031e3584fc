using System.Text.Json.Serialization;
using Loyalty.Identity.Endpoints;

namespace Loyalty.Identity.Tokens;

/// <summary>What the token endpoint answers.</summary>
internal abstract record TokenAnswer
{
    /// <summary>By RFC 6749, section 5.1 and OpenID Connect Core 1.0, section 3.1.3.3.</summary>
    public sealed record Issued(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("scope")] string Scope
    ) : TokenAnswer
    {
        [JsonPropertyName("refresh_token")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? RefreshToken { get; init; }

        [JsonPropertyName("id_token")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? IdToken { get; init; }
    }

    public sealed record Refused(OAuthError Error) : TokenAnswer;

    public static Refused InvalidGrant(string description) => new(OAuthError.InvalidGrant(description));

    public static Refused InvalidRequest(string description) => new(OAuthError.InvalidRequest(description));
}
