namespace Loyalty.Identity.SignIn;

/// <summary>Failures for one account name or address, by a hash of it, until the window ends.</summary>
internal sealed class SignInAttempts
{
    public required string Key { get; init; }

    public int Failures { get; set; }

    public DateTimeOffset WindowEndsAt { get; set; }
}
