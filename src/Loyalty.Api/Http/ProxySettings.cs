using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Loyalty.Api.Http;

/// <summary>Configuration section <c>Proxies</c>: whose word is taken for where a request came from. Limits by network address count
/// callers by it.</summary>
public sealed class ProxySettings
{
    public const string SectionName = "Proxies";

    /// <summary>Networks (<c>10.0.0.0/8</c>) or single addresses of the proxies in front. Empty: <c>X-Forwarded-For</c> is passed over, as
    /// anybody can send it.</summary>
    public IReadOnlyList<string> Trusted { get; set; } = [];

    /// <summary>Null, or the sentence that says what cannot be understood.</summary>
    public string? WhyInvalid() =>
        Trusted.FirstOrDefault(text => Parse(text) is null) is { } wrong
            ? $"{SectionName}:Trusted has '{wrong}', which is neither an address nor a network such as 10.0.0.0/8."
            : null;

    internal void Use(WebApplication app)
    {
        if (Trusted.Count == 0)
        {
            return;
        }

        // Every proxy on the way is taken off, from the nearest on, and the first address that is none of them is the caller.
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Trusted.Select(Parse).OfType<IPNetwork>())
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
    }

    private static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
