using Microsoft.AspNetCore.Identity;

namespace Loyalty.Identity.Users;

/// <summary>
/// Someone who can sign in. The id becomes <c>sub</c>. <see cref="IdentityUser{TKey}.LockoutEnd"/> is how staff bar an account;
/// guessing of passwords is counted elsewhere, by account name.
/// </summary>
public sealed class User : IdentityUser<string>
{
    /// <summary>For greetings and the <c>name</c> claim.</summary>
    public string DisplayName { get; set; } = "";

    internal bool IsBarred(DateTimeOffset now) => LockoutEnd > now;
}
