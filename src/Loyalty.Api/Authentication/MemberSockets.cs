using System.Text.Json;
using Loyalty.GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Loyalty.Api.Authentication;

/// <summary>Sign-in over a WebSocket: the first message's payload holds <c>{"authorization":"Bearer …"}</c>, since browsers cannot
/// set headers there; the upgrade request's header serves too. A token that does not hold is refused, none is anonymous.</summary>
public sealed class MemberSockets(IServiceScopeFactory scopes) : ISocketSessionInterceptor
{
    public async ValueTask<ConnectionStatus> OnConnectAsync(
        HttpContext httpContext,
        JsonElement payload,
        CancellationToken cancellationToken
    )
    {
        if (Authorization(payload) is not { } authorization)
        {
            var given = httpContext.Request.Headers.Authorization.Count > 0;
            return given && httpContext.User.Identity is not { IsAuthenticated: true }
                ? ConnectionStatus.Reject()
                : ConnectionStatus.Accept(httpContext.User);
        }

        // A request of its own: the upgrade's has been authenticated, and that answer is kept.
        await using var scope = scopes.CreateAsyncScope();
        var request = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        request.Request.Headers.Authorization = authorization;
        var result = await request.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result.Principal is { } principal ? ConnectionStatus.Accept(principal) : ConnectionStatus.Reject();
    }

    private static bool IsAuthorization(JsonProperty member) =>
        member.NameEquals("authorization") || member.NameEquals("Authorization");

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            return "";
        }
    }

    /// <returns>Null when there is none; text that is no credential when there is something else.</returns>
    private static string? Authorization(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in payload.EnumerateObject())
        {
            if (IsAuthorization(member))
            {
                return member.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => Text(member.Value),
                    _ => "",
                };
            }
        }

        return null;
    }
}
