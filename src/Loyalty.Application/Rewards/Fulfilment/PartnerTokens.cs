using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>Gets access tokens by client credentials (RFC 6749, section 4.4) and keeps each until shortly before its end.</summary>
internal sealed class PartnerTokens(TimeProvider clock)
{
    private static readonly TimeSpan EarlierBy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LifetimeDefault = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<PartnerId, Kept> tokens = new();

    /// <returns>null when the partner gives none.</returns>
    public async Task<string?> GetAsync(HttpClient client, CallTarget target, CancellationToken cancellationToken)
    {
        var endpoint = target.Endpoint;
        if (
            tokens.TryGetValue(endpoint.PartnerId, out var kept)
            && kept.Version == endpoint.Version
            && kept.EndsAt > clock.GetUtcNow()
        )
        {
            return kept.Token;
        }

        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" };
        if (endpoint.Scope is { } scope)
        {
            form["scope"] = scope;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.TokenUrl)
        {
            Content = new FormUrlEncodedContent(form),
        };
        // Section 2.3.1: both are form-encoded before they are joined.
        var credentials =
            $"{Uri.EscapeDataString(endpoint.ClientId!)}:{Uri.EscapeDataString(Encoding.UTF8.GetString(target.Secret))}";
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))
        );
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("access_token", out var text)
                || text.ValueKind != JsonValueKind.String
                || text.GetString() is not { Length: > 0 } token
            )
            {
                return null;
            }

            var lifetime =
                json.RootElement.TryGetProperty("expires_in", out var seconds)
                && seconds.ValueKind == JsonValueKind.Number
                && seconds.TryGetInt32(out var count)
                    ? TimeSpan.FromSeconds(count)
                    : LifetimeDefault;
            tokens[endpoint.PartnerId] = new Kept(token, clock.GetUtcNow() + lifetime - EarlierBy, endpoint.Version);
            return token;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no text.
            return null;
        }
    }

    /// <summary>The partner does not take it any more.</summary>
    public void Forget(CallTarget target) => tokens.TryRemove(target.Endpoint.PartnerId, out _);

    private sealed record Kept(string Token, DateTimeOffset EndsAt, long Version);
}
