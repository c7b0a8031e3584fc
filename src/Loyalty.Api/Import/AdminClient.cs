using System.Net.Http.Headers;
using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Api.Partners;
using Loyalty.Domain.Members;

namespace Loyalty.Api.Import;

/// <summary>What the import asks of the running server's admin API, with a token of its own client.</summary>
internal sealed class AdminClient(HttpClient http, TimeProvider clock, string clientId, string clientSecret)
    : IDisposable
{
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim refreshing = new(1);
    private string token = "";
    private DateTimeOffset tokenEndsAt;

    public static JsonSerializerOptions Json { get; } = MakeJson();

    public void Dispose() => refreshing.Dispose();

    public Task<PartnerView> PartnerAsync(string slug, CancellationToken cancellationToken) =>
        SendAsync<PartnerView>(
            HttpMethod.Get,
            $"api/admin/v1/partners/{slug}",
            body: null,
            key: null,
            cancellationToken
        );

    public async Task<HashSet<string>> LinkedCustomersAsync(string slug, CancellationToken cancellationToken)
    {
        var linked = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var path = $"api/admin/v1/partners/{slug}/links?limit=200" + (after is null ? "" : $"&after={after}");
            var page = await SendAsync<Page<LinkView>>(HttpMethod.Get, path, body: null, key: null, cancellationToken);
            linked.UnionWith(page.Items.Select(link => link.PartnerCustomerId));
            after = page.Next;
        } while (after is not null);
        return linked;
    }

    /// <summary>Enrols a member for a customer of the partner, once however often it is asked.</summary>
    public async Task<MemberId> EnrolAsync(string slug, string customer, CancellationToken cancellationToken)
    {
        var body = new
        {
            member = new { name = new { display = $"Account {customer}" } },
            source = "import",
            externalIds = new[] { new { system = slug, value = customer } },
        };
        var enrolled = await SendAsync<Enrolled>(
            HttpMethod.Post,
            "api/admin/v1/members",
            body,
            $"import-{slug}-{customer}",
            cancellationToken
        );
        return enrolled.Id;
    }

    public async Task LinkAsync(
        string slug,
        IEnumerable<(string Customer, MemberId Member)> links,
        CancellationToken cancellationToken
    )
    {
        var body = new
        {
            links = links.Select(link => new { partnerCustomerId = link.Customer, memberId = link.Member }).ToArray(),
        };
        var done = await SendAsync<BulkLinksView>(
            HttpMethod.Post,
            $"api/admin/v1/partners/{slug}/links",
            body,
            key: null,
            cancellationToken
        );
        if (done.Results.FirstOrDefault(result => !result.Linked) is { } refused)
        {
            throw new ImportException($"Account {refused.PartnerCustomerId} was not linked: {refused.Problem?.Detail}");
        }
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        object? body,
        string? key,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            if (key is not null)
            {
                request.Headers.Add(IdempotencyFilter.Header, key);
            }

            if (body is not null)
            {
                request.Content = JsonContent.Create(body, options: Json);
            }

            try
            {
                var bearer = await TokenAsync(cancellationToken);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
                using var response = await http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return await response.Content.ReadFromJsonAsync<T>(Answers, cancellationToken)
                        ?? throw new ImportException($"{path} answered nothing.");
                }

                if (!Retrying.IsWorthwhile(response.StatusCode) || attempt == Retrying.AttemptsMax)
                {
                    var problem = await response.Content.ReadAsStringAsync(cancellationToken);
                    throw new ImportException($"{method} {path} answered {(int)response.StatusCode}: {problem}");
                }

                await Retrying.WaitAsync(attempt, response, clock, cancellationToken);
            }
            catch (Exception exception) when (attempt < Retrying.AttemptsMax && Retrying.IsWorthwhile(exception))
            {
                await Retrying.WaitAsync(attempt, response: null, clock, cancellationToken);
            }
        }
    }

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetUtcNow() + RefreshBefore < tokenEndsAt)
            {
                return token;
            }

            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = clientId,
                    ["client_secret"] = clientSecret,
                    ["scope"] = "admin",
                }
            );
            using var response = await http.PostAsync(
                new Uri("connect/token", UriKind.Relative),
                form,
                cancellationToken
            );
            if (Retrying.IsWorthwhile(response.StatusCode))
            {
                throw new HttpRequestException($"The token endpoint answered {(int)response.StatusCode}.");
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new ImportException($"The client {clientId} got no token ({(int)response.StatusCode}).");
            }

            var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken);
            token = answer!.AccessToken;
            tokenEndsAt = clock.GetUtcNow().AddSeconds(answer.ExpiresIn);
            return token;
        }
        finally
        {
            refreshing.Release();
        }
    }

    private static JsonSerializerOptions Answers { get; } = new(Json) { UnmappedMemberHandling = default };

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HttpRegistration.Configure(json);
        return json;
    }

    private sealed record Enrolled(MemberId Id);

    private sealed record TokenAnswer(
        [property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken,
        [property: System.Text.Json.Serialization.JsonPropertyName("expires_in")] int ExpiresIn
    );
}
