using System.Text.Json;
using Loyalty.Api.Http;
using Loyalty.Api.Partners;
using Loyalty.Application.Partners;
using Loyalty.Application.Rewards;
using Loyalty.Application.Rewards.Fulfilment;
using Loyalty.Domain;

namespace Loyalty.Api.Rewards;

/// <summary>
/// <c>POST /webhooks/v1/partners/{partner}/orders</c>: a redemption partner tells how an order stands, signed by Standard Webhooks like
/// its events. The same report may come twice, and in any order; what is over stays so.
/// </summary>
internal static class OrderReportEndpoint
{
    private const int DepthMax = 8;

    public static void MapOrderReports(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/v1/partners/{partner}/orders", (RequestDelegate)HandleAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();

    private static async Task HandleAsync(HttpContext http)
    {
        using var webhook = await UnverifiedWebhook.ReadAsync(http.Request, http.RequestAborted);
        if (webhook is null)
        {
            await ProblemAsync(http, "body-too-large", StatusCodes.Status413PayloadTooLarge, "The body is too large.");
            return;
        }

        var services = http.RequestServices;
        var verified = await webhook.VerifyAsync(
            services.GetRequiredService<PartnerDirectory>(),
            (string)http.Request.RouteValues["partner"]!,
            services.GetRequiredService<TimeProvider>(),
            http.RequestAborted
        );
        if (verified is null)
        {
            await ProblemAsync(
                http,
                "signature-invalid",
                StatusCodes.Status401Unauthorized,
                "The request is not signed by this partner as Standard Webhooks describes, or not in time."
            );
            return;
        }

        var report = Read(verified.Body);
        var reported = report.Refusal is { } unsound
            ? unsound
            : await services
                .GetRequiredService<ChangeRedemption>()
                .ReportAsync(verified.Partner.Id, report.Value, http.RequestAborted);
        IResult answer = reported.Refusal is { } refusal
            ? refusal.ToProblem()
            : TypedResults.Ok(new ReportedOrderView(reported.Value.Id.ToString(), reported.Value.Status));
        await answer.ExecuteAsync(http);
    }

    private static Outcome<OrderReport> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DepthMax });
            return OrderReport.Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A name with an escaped half of a surrogate pair is no JSON that can be read.
            return new Refusal.InvalidRequest("body", "is not JSON");
        }
    }

    private static Task ProblemAsync(HttpContext http, string code, int status, string detail) =>
        TypedResults.Problem(Problems.ToDetails(code, status, detail)).ExecuteAsync(http);
}

/// <param name="Status">as the order stands on our side now.</param>
internal sealed record ReportedOrderView(string OrderId, Domain.Rewards.RedemptionStatus Status);
