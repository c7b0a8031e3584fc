namespace Loyalty.Domain.Care;

/// <summary>Why a contact was not made, or waits.</summary>
public static class CareReasons
{
    /// <summary>What it was about no longer holds.</summary>
    public const string NoLongerDue = "no-longer-due";

    /// <summary>The account may not be written to.</summary>
    public const string MemberStatus = "member-status";

    public const string NotInAudience = "not-in-audience";

    /// <summary>The member does not want this kind of care.</summary>
    public const string Muted = "muted";

    /// <summary>The member wants nothing for a while.</summary>
    public const string Snoozed = "snoozed";

    /// <summary>Over no channel of the rule.</summary>
    public const string NoConsent = "no-consent";

    /// <summary>There is consent, and no address to go with it.</summary>
    public const string NoAddress = "no-address";

    /// <summary>Nobody subscribes to what is to be delivered.</summary>
    public const string NoProvider = "no-provider";

    public const string Capped = "capped";

    public const string QuietHours = "quiet-hours";

    /// <summary>Its days are over.</summary>
    public const string TooLate = "too-late";

    public const string RuleWithdrawn = "rule-withdrawn";

    /// <summary>The look failed, and is repeated.</summary>
    public const string NotJudged = "not-judged";

    /// <summary>In a preview: it was made.</summary>
    public const string AlreadyContacted = "already-contacted";
}
