using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Loyalty.Domain.Events;
using Loyalty.Domain.Partners;

namespace Loyalty.Application.Events;

/// <summary>What became of a call to a consumer.</summary>
/// <param name="Status">HTTP; null when there was no answer.</param>
/// <param name="Error">a code; null when it was taken (2xx).</param>
/// <param name="RetryAfter">as the consumer asked for, not negative; null for nothing.</param>
internal sealed record EventAnswer(int? Status, string? Error, TimeSpan? RetryAfter, int Milliseconds)
{
    public bool IsTaken => Error is null;

    /// <summary>The consumer wants no more of this subscription.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;

    /// <summary>The consumer as a whole wants to be left alone for a while, not just with this event.</summary>
    public bool IsTooMany =>
        RetryAfter is not null
        && Status is (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.ServiceUnavailable;
}

/// <summary>Sends one event once, signed by the rules of Standard Webhooks. Redirects are failures, and the answer's body is not read.</summary>
internal sealed class EventCalls(
    OutboundHttp outbound,
    EventKeyProtector protector,
    EventSettings settings,
    TimeProvider clock
) : IDisposable
{
    private readonly HttpClient client = outbound.NewClient();

    /// <param name="id">the same at every attempt.</param>
    /// <param name="body">likewise.</param>
    public async Task<EventAnswer> SendAsync(
        EventSubscription subscription,
        string id,
        string body,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(settings.CallTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var began = clock.GetTimestamp();
        try
        {
            using var request = Signed(subscription, id, Encoding.UTF8.GetBytes(body));
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            return Answer(
                (int)response.StatusCode,
                response.IsSuccessStatusCode ? null : "refused",
                RetryAfterOf(response.Headers.RetryAfter)
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer(status: null, "too-slow", retryAfter: null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Answer(status: null, CodeOf(exception), retryAfter: null);
        }

        EventAnswer Answer(int? status, string? error, TimeSpan? retryAfter) =>
            new(status, error, retryAfter, (int)clock.GetElapsedTime(began).TotalMilliseconds);
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage Signed(EventSubscription subscription, string id, byte[] body)
    {
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = WebhookSignature.TextToSign(id, timestamp, body);
        var signatures = protector.KeysOf(subscription, now).Select(key => WebhookSignature.Sign(key, signed));
        var request = new HttpRequestMessage(HttpMethod.Post, subscription.Url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.MediaType);
        request.Headers.Add("User-Agent", "Loyalty");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        return request;
    }

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return asked > TimeSpan.Zero ? asked : null;
    }

    private static string CodeOf(Exception exception) =>
        exception switch
        {
            PrivateAddressException or { InnerException: PrivateAddressException } => "private-address",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name-not-found",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls-failed",
            _ => "unreachable",
        };
}
