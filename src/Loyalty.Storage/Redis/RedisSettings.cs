namespace Loyalty.Storage.Redis;

/// <summary>Configuration section <c>Redis</c>.</summary>
public sealed class RedisSettings
{
    public const string SectionName = "Redis";

    /// <summary>As StackExchange.Redis reads it: <c>host:port,password=…,channelPrefix=…</c>. Unset: this process is the only
    /// node.</summary>
    public string? ConnectionString { get; set; }
}
