using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Loyalty.Domain.Partners;

namespace Loyalty.Api.Import;

/// <summary>Posts batches of events as a partner does: signed, again with the same ids when an answer does not come, and the
/// receipt's signature checked.</summary>
internal sealed class WebhookClient(HttpClient http, TimeProvider clock, string partner, byte[] key)
{
    public async Task<JsonDocument> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        var id = "imp_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        for (var attempt = 1; ; attempt++)
        {
            using var request = Sign(body, id);
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    var receipt = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                    CheckSignature(response, receipt);
                    return JsonDocument.Parse(receipt);
                }

                if (response.StatusCode == HttpStatusCode.Unauthorized)
                {
                    throw new ImportException(
                        $"The server refused the signature. Is the secret that of {partner}, and this machine's clock right?"
                    );
                }

                if (!Retrying.IsWorthwhile(response.StatusCode) || attempt == Retrying.AttemptsMax)
                {
                    var problem = await response.Content.ReadAsStringAsync(cancellationToken);
                    throw new ImportException($"The webhook answered {(int)response.StatusCode}: {problem}");
                }

                await Retrying.WaitAsync(attempt, response, clock, cancellationToken);
            }
            catch (Exception exception) when (attempt < Retrying.AttemptsMax && Retrying.IsWorthwhile(exception))
            {
                await Retrying.WaitAsync(attempt, response: null, clock, cancellationToken);
            }
        }
    }

    private HttpRequestMessage Sign(byte[] body, string id)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, $"webhooks/v1/partners/{partner}/events")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add(
            "webhook-signature",
            WebhookSignature.Sign(key, WebhookSignature.TextToSign(id, timestamp, body))
        );
        return request;
    }

    private void CheckSignature(HttpResponseMessage response, byte[] receipt)
    {
        var id = Header(response, "webhook-id");
        var timestamp = Header(response, "webhook-timestamp");
        if (
            !WebhookSignature.Verify(
                key,
                WebhookSignature.TextToSign(id, timestamp, receipt),
                Header(response, "webhook-signature")
            )
        )
        {
            throw new ImportException("The receipt is not signed with the partner's secret.");
        }
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : "";
}
