using System.Net;
using System.Security.Claims;
using Loyalty.GraphQL;

namespace Loyalty.Api.GraphQL;

/// <summary>Limits each signed-in account, and each network address of anonymous callers, on this node.</summary>
internal sealed class MemberRateLimiter(GraphQLSettings settings, TimeProvider clock) : IOperationRateLimiter
{
    private const int PrefixBytesOfIPv6 = 8; // one subscriber's network

    private readonly TokenBuckets buckets = new(
        new TokenBucketLimits(settings.RateLimit.Capacity, settings.RateLimit.PerSecond),
        clock
    );

    public ValueTask<TimeSpan> AcquireAsync(GraphQLRequest request, double cost, CancellationToken cancellationToken) =>
        new(settings.RateLimit.Enabled ? buckets.Take(KeyOf(request), cost) : TimeSpan.Zero);

    internal static string KeyOf(GraphQLRequest request) =>
        request.User.FindFirstValue("sub") is { } subject
            ? $"{request.User.FindFirstValue("iss")} {subject}"
            : KeyOf(request.HttpContext?.Connection.RemoteIpAddress);

    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, PrefixBytesOfIPv6)));
    }
}
