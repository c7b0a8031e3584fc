using System.Net;
using System.Net.Sockets;

namespace Loyalty.Application;

/// <summary>Configuration section <c>Outbound</c>: calls to systems of others.</summary>
public sealed class OutboundSettings
{
    public const string SectionName = "Outbound";

    /// <summary>Whether private and loopback addresses may be called, and plain <c>http</c> be used there. For partners within
    /// the same network, and for tests.</summary>
    public bool AllowPrivateAddresses { get; set; }
}

/// <summary>A name led to private addresses alone, and this installation does not allow them.</summary>
public sealed class PrivateAddressException()
    : HttpRequestException("The address is private, and this installation does not allow that.");

/// <summary>
/// The one way out to addresses that staff have entered: no redirects, no cookies, no proxy of the environment, and no private address
/// unless the installation allows it. The address is judged where the connection is made, after the name was resolved, so that a
/// name which resolves to something else a moment later gets nobody in.
/// </summary>
public sealed class OutboundHttp(OutboundSettings settings) : IDisposable
{
    private const int BufferedBytesMax = 256 * 1024;

    private readonly SocketsHttpHandler handler = Handler(settings);

    /// <summary>A client without a time limit of its own: callers set one for each call.</summary>
    public HttpClient NewClient() =>
        new(handler, disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = BufferedBytesMax,
        };

    /// <returns>null when the address can be called; else what is wrong with it.</returns>
    public string? WhyNot(string? url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        || parsed.UserInfo.Length > 0
        || parsed.Fragment.Length > 0
            ? "must be an absolute address without user and fragment"
        : parsed.Scheme == Uri.UriSchemeHttps || (parsed.Scheme == Uri.UriSchemeHttp && settings.AllowPrivateAddresses)
            ? IPAddress.TryParse(parsed.IdnHost, out var address)
                && !settings.AllowPrivateAddresses
                && IsPrivate(address)
                    ? "must not be a private address"
                : null
        : "must begin with https://";

    public void Dispose() => handler.Dispose();

    private static SocketsHttpHandler Handler(OutboundSettings settings) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = 32,
            ConnectCallback = (context, cancellationToken) =>
                ConnectAsync(context.DnsEndPoint, settings.AllowPrivateAddresses, cancellationToken),
        };

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint target,
        bool allowPrivate,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => allowPrivate || !IsPrivate(address));
        if (allowed.Length == 0)
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Of no public host: IANA's special-purpose registries (RFC 6890 and successors).</summary>
    internal static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return Array.Exists(PrivateIPv6, network => network.Contains(address));
        }

        return Array.Exists(PrivateIPv4, network => network.Contains(address));
    }

    private static readonly IPNetwork[] PrivateIPv4 =
    [
        .. (
            (string[])
                [
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                ]
        ).Select(IPNetwork.Parse),
    ];

    // What is translated to IPv4 (NAT64, 6to4, Teredo) could reach a private address of it.
    private static readonly IPNetwork[] PrivateIPv6 =
    [
        .. (
            (string[])
                [
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8",
                ]
        ).Select(IPNetwork.Parse),
    ];
}
