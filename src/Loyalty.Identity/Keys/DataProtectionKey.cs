namespace Loyalty.Identity.Keys;

/// <summary>One element of ASP.NET Core's data protection key ring.</summary>
internal sealed class DataProtectionKey
{
    public int Id { get; init; }

    public required string FriendlyName { get; init; }

    public required string Xml { get; init; }
}
