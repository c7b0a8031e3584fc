namespace Loyalty.Api.Seeding;

/// <summary>
/// The demo club's names and secrets. They are public, so they work in Development alone: elsewhere the host refuses to start
/// while one of them is present (<see cref="DemoGuard"/>).
/// </summary>
public static class DemoClub
{
    public const string StaffEmail = "admin@example.com";
    public const string MemberEmail = "member@example.com";
    public const string Password = "demo-club-password";

    public const string AppClient = "loyalty-app";
    public const string AppRedirectUri = "http://localhost:5081/callback";

    public const string ServiceClient = "demo-service";
    public const string ServiceSecret = "demo-service-secret-0001";

    /// <summary>Speaks for <see cref="Bank"/> at <c>/api/partner/v1</c>.</summary>
    public const string BankClient = "northbank-service";
    public const string BankClientSecret = "northbank-service-secret-0001";

#pragma warning disable S6418 // Public on purpose; DemoGuard keeps them out of production.
    public const string Bank = "northbank";
    public const string BankSecret = "whsec_bm9ydGhiYW5rLWRlbW8tc2VjcmV0LTAwMDE=";

    public const string Telecom = "skytel";
    public const string TelecomSecret = "whsec_c2t5dGVsLWRlbW8td2ViaG9vay1zZWNyZXQtMDAwMQ==";

    /// <summary>By which the telecom knows that the club calls.</summary>
    public const string TelecomCallSecret = "whsec_c2t5dGVsLWRlbW8tb3JkZXJzLXNlY3JldC0wMDAwMQ==";
#pragma warning restore S6418

    /// <summary>The demo member's account at the bank: one with card payments in the bank's real feed.</summary>
    public const string MemberAccount = "7753";

    /// <summary>The webhook secret of a demo partner; null for any other.</summary>
    public static string? WebhookSecret(string partner) =>
        partner switch
        {
            Bank => BankSecret,
            Telecom => TelecomSecret,
            _ => null,
        };
}
