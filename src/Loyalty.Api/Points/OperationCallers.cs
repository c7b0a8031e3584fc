using System.Security.Claims;
using Loyalty.Api.Http;
using Loyalty.Application.Points;
using Loyalty.Domain;

namespace Loyalty.Api.Points;

/// <summary>Who calls, and under which key. An operation's key is kept by the ledger itself, in the transaction of the points, so
/// these endpoints take no part in what the other changes do with <c>Idempotency-Key</c>.</summary>
internal static class OperationCallers
{
    public static string Subject(this ClaimsPrincipal user) =>
        user.FindFirstValue("sub") ?? user.FindFirstValue("client_id") ?? "";

    /// <summary>Without the header every request is one of its own.</summary>
    public static Outcome<OperationCaller> Caller(this HttpContext http)
    {
        var key = http.Request.Headers[IdempotencyFilter.Header].ToString();
        if (key.Length > IdempotencyKeys.KeyLengthMax)
        {
            return new Refusal.InvalidRequest(
                IdempotencyFilter.Header,
                $"must have at most {IdempotencyKeys.KeyLengthMax} characters"
            );
        }

        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        return new OperationCaller(
            http.User.Subject(),
            key.Length == 0 ? Guid.CreateVersion7(clock.GetUtcNow()).ToString("N") : key
        );
    }

    public static async Task<Outcome<T>> AsCallerAsync<T>(
        this HttpContext http,
        Func<OperationCaller, Task<Outcome<T>>> act
    )
    {
        var caller = http.Caller();
        return caller.Refusal is { } refusal ? refusal : await act(caller.Value);
    }

    public static RouteHandlerBuilder KeepsItsKey(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new NotRemembered());
}
