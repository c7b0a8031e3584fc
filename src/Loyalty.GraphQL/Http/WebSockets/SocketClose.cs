using System.Text;

namespace Loyalty.GraphQL.Http;

/// <summary>Why the server closes a socket: codes of the protocol and of RFC 6455, section 7.4.1.</summary>
internal sealed record SocketClose(int Code, string Reason)
{
    private const int ReasonBytesMax = 123;

    public static readonly SocketClose Normal = new(1000, "");
    public static readonly SocketClose GoingAway = new(1001, "The server is stopping.");
    public static readonly SocketClose TooBig = new(1009, "The message is too large.");
    public static readonly SocketClose Failed = new(1011, "Internal server error");
    public static readonly SocketClose Unauthorized = new(4401, "Unauthorized");
    public static readonly SocketClose Forbidden = new(4403, "Forbidden");
    public static readonly SocketClose TokenEnded = new(4403, "Forbidden: the access token has expired");
    public static readonly SocketClose ProtocolNotAcceptable = new(4406, "Subprotocol not acceptable");
    public static readonly SocketClose InitTimeout = new(4408, "Connection initialisation timeout");
    public static readonly SocketClose TooManyInits = new(4429, "Too many initialisation requests");

    public static SocketClose Invalid(string why) => new(4400, why);

    public static SocketClose IdInUse(string id)
    {
        var reason = $"Subscriber for {id} already exists";
        return new(4409, Encoding.UTF8.GetByteCount(reason) <= ReasonBytesMax ? reason : "Subscriber already exists");
    }
}
