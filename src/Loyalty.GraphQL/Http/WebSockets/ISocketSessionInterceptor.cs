using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Loyalty.GraphQL
{
    /// <summary>Decides about connections by WebSocket. Without one, whoever the upgrade request's headers say it is may connect.</summary>
    public interface ISocketSessionInterceptor
    {
        /// <summary>Called once a socket, when the client's <c>connection_init</c> has come. A failure closes it with 1011.</summary>
        /// <param name="httpContext">The upgrade request.</param>
        /// <param name="payload">A JSON object, or undefined when the client sent none.</param>
        ValueTask<ConnectionStatus> OnConnectAsync(
            HttpContext httpContext,
            JsonElement payload,
            CancellationToken cancellationToken
        );
    }

    /// <summary>Whether a client may connect, and as whom.</summary>
    public sealed class ConnectionStatus
    {
        private ConnectionStatus(ClaimsPrincipal? user) => User = user;

        internal ClaimsPrincipal? User { get; }

        /// <summary>The socket is acknowledged; it is closed with 4403 when the user's claim <c>exp</c> passes.</summary>
        public static ConnectionStatus Accept(ClaimsPrincipal user) => new(user);

        /// <summary>The socket is closed with 4403.</summary>
        public static ConnectionStatus Reject() => new(null);
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public static class SocketServerBuilderExtensions
    {
        /// <summary>Lets <typeparamref name="T"/> decide about connections by WebSocket.</summary>
        public static GraphQLServerBuilder AddSocketSessionInterceptor<T>(this GraphQLServerBuilder builder)
            where T : class, Loyalty.GraphQL.ISocketSessionInterceptor
        {
            builder.Services.AddSingleton<Loyalty.GraphQL.ISocketSessionInterceptor, T>();
            return builder;
        }
    }
}
