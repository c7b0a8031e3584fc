using Loyalty.Domain;

namespace Loyalty.Application.Members;

/// <summary>What an enrolment or a change collides with.</summary>
public enum DuplicateKind
{
    Email,
    Phone,
    Vin,
    ExternalId,
}

/// <summary>Refusals that several operations on members share.</summary>
public static class MemberRefusals
{
    public static Refusal NoSuchMember { get; } = new Refusal.NoSuch("member");

    /// <summary>Another member has it already. Only the kind is told, because the other member's record is nobody's
    /// business here.</summary>
    public sealed record DuplicateMember(DuplicateKind Conflict)
        : Refusal(
            "duplicate-member",
            RefusalKind.Conflict,
            "Another member holds the same verified e-mail address, telephone number, vehicle or external id."
        )
    {
        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("conflict", Conflict)];
    }

    /// <summary>The account is closed; nothing can be added to it.</summary>
    public sealed record MemberClosed()
        : Refusal("member-closed", RefusalKind.Conflict, "The member's account is closed.");

    /// <summary>Nobody knows any more who it was.</summary>
    public sealed record MemberIsErased()
        : Refusal("member-erased", RefusalKind.Conflict, "The member's data was erased.");

    /// <summary>The same thing was changed by others again and again while this was tried.</summary>
    public sealed record TryAgain()
        : Refusal("try-again", RefusalKind.Busy, "Others are changing the same thing at this moment. Try again.");
}
