using Loyalty.Domain.Care;
using Loyalty.Domain.Gatherings;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Domain.Rewards;

namespace Loyalty.Domain.Events;

/// <summary>The <c>data</c> of each type of event. Ids travel as their text, codes as REST writes them.</summary>
public static class ClubEventData
{
    /// <summary>Enrolled, closed or erased.</summary>
    public sealed record OfMember(string MemberId);

    /// <param name="MemberId">who goes on; later events name this one.</param>
    /// <param name="MergedMemberId">whose account became part of it.</param>
    public sealed record Merged(string MemberId, string MergedMemberId);

    /// <param name="Change">whether the flag stands from then on, or no more.</param>
    public sealed record OfFlag(string MemberId, BehaviourFlag Flag, FlagChange Change);

    public enum FlagChange
    {
        Began,
        Ended,
    }

    /// <param name="Kind">as in the ledger.</param>
    /// <param name="Points">what the wallet gained; negative for what it lost.</param>
    /// <param name="CounterAccount">who gave or got the points: a partner's id, or a word of the ledger.</param>
    /// <param name="Reverses">the entry that this one takes back; null for none.</param>
    public sealed record Posted(
        string MemberId,
        string EntryId,
        string Currency,
        EntryKind Kind,
        long Points,
        long BalanceAfter,
        string CounterAccount,
        string? Reverses,
        DateTimeOffset OccurredAt,
        DateTimeOffset RecordedAt
    );

    /// <param name="Cause">upgrade, downgrade; manual where staff gave it; manualEnded where staff took it back before its time.</param>
    /// <param name="From">null for none.</param>
    /// <param name="To">null for none.</param>
    /// <param name="Until">of a tier that staff gave; else null.</param>
    public sealed record Tier(
        string MemberId,
        string TierSet,
        string Cause,
        string? From,
        string? To,
        DateTimeOffset? Until
    );

    /// <param name="Number">of the step within the redemption, from 1.</param>
    /// <param name="Cause">why, as a code: see docs/redemptions.md.</param>
    public sealed record OfRedemption(
        string MemberId,
        string RedemptionId,
        string RewardId,
        int Number,
        RedemptionStatus? From,
        RedemptionStatus Status,
        string Cause,
        int Quantity,
        long Points,
        string Currency
    );

    /// <param name="Version">the reward's version with which it was published.</param>
    public sealed record OfReward(string RewardId, long Version);

    /// <param name="Left">below 0 while more was drawn than bought.</param>
    /// <param name="AlertBelow">of the contract; null for none.</param>
    public sealed record PrepaidLow(string PartnerId, string Currency, PrepaidState State, long Left, long? AlertBelow);

    /// <param name="CareEventId">by which the message and the recipient are read, and outcomes are reported.</param>
    /// <param name="Channel">email, sms or push.</param>
    /// <param name="DueOn">in the programme's zone.</param>
    public sealed record OfCare(
        string MemberId,
        string CareEventId,
        string RuleId,
        CareKind Kind,
        ConsentChannel Channel,
        DateOnly DueOn
    );

    /// <param name="Number">of the issue within the publication.</param>
    /// <param name="Copies">that are on their way, over all channels.</param>
    public sealed record OfIssue(string PublicationId, string IssueId, int Number, int Copies);

    /// <param name="Language">of the publication, for this member.</param>
    /// <param name="Points">of each redeemable currency, as they can be spent now.</param>
    /// <param name="Offers">that are open to the member, a few.</param>
    public sealed record Mail(
        string MemberId,
        string PublicationId,
        string IssueId,
        string CopyId,
        string Language,
        IReadOnlyList<MailBalance> Points,
        IReadOnlyList<string> Offers
    );

    public sealed record MailBalance(string Currency, long Points);

    /// <param name="Reason">a code of the post or the mail provider.</param>
    /// <param name="IsSuspended">nothing more comes until the subscription is resumed.</param>
    public sealed record CopyReturned(
        string MemberId,
        string PublicationId,
        string IssueId,
        string CopyId,
        MagazineChannel Channel,
        string Reason,
        bool IsSuspended
    );

    /// <param name="Channel">email, sms or push: over which the member consented to be invited.</param>
    public sealed record GatheringInvited(string MemberId, string GatheringId, ConsentChannel Channel);

    /// <param name="Guests">without the member.</param>
    /// <param name="BeginsAt">of the reminder; else null.</param>
    public sealed record OfSignUp(
        string MemberId,
        string GatheringId,
        string SignUpId,
        int Guests,
        DateTimeOffset? BeginsAt
    );

    /// <param name="Cause">gathering: it does not take place; staff: they signed the member off.</param>
    public sealed record SignUpCancelled(string MemberId, string GatheringId, string SignUpId, SignUpCanceller Cause);

    /// <param name="Note">the same always.</param>
    public sealed record Test(string SubscriptionId, string Note);

    public static OfFlag Of(MemberFlag flag) =>
        new(flag.MemberId.ToString(), flag.Flag, flag.Until is null ? FlagChange.Began : FlagChange.Ended);

    public static Posted Of(Entry entry, Members.MemberId member, PointCurrencyCode currency) =>
        new(
            member.ToString(),
            entry.Id.ToString(),
            currency.Value,
            entry.Kind,
            entry.Points,
            entry.BalanceAfter,
            entry.CounterAccount,
            entry.ReversesSequence is { } reversed ? new EntryId(entry.WalletId, reversed).ToString() : null,
            entry.OccurredAt,
            entry.RecordedAt
        );

    /// <param name="block">the newest of its partner and currency.</param>
    public static PrepaidLow Of(PrepaidBlock block, PrepaidState state, long left, long? alertBelow) =>
        new(block.PartnerId.ToString(), block.Currency.Value, state, left, alertBelow);

    /// <param name="contact">made.</param>
    public static OfCare Of(CareEvent contact) =>
        new(
            contact.MemberId.ToString(),
            contact.Id.ToString(),
            contact.RuleId.ToString(),
            contact.Kind,
            contact.Channel!.Value,
            contact.DueOn
        );

    public static Mail Of(MagazineCopy copy, PublicationId publication, MailContent content) =>
        new(
            copy.MemberId.ToString(),
            publication.ToString(),
            copy.IssueId.ToString(),
            copy.Id.ToString(),
            copy.Language,
            [.. content.Points.Select(one => new MailBalance(one.Currency.Value, one.Points))],
            [.. content.Offers.Select(offer => offer.Id.ToString())]
        );

    public static CopyReturned Of(
        MagazineCopy copy,
        MagazineSubscription subscription,
        string reason,
        bool isSuspended
    ) =>
        new(
            subscription.MemberId.ToString(),
            subscription.PublicationId.ToString(),
            copy.IssueId.ToString(),
            copy.Id.ToString(),
            copy.Channel,
            reason,
            isSuspended
        );

    public static OfSignUp Of(GatheringSignUp signUp, DateTimeOffset? beginsAt = null) =>
        new(signUp.MemberId.ToString(), signUp.GatheringId.ToString(), signUp.Id.ToString(), signUp.Guests, beginsAt);

    public static OfRedemption Of(Redemption redemption, RedemptionTransition transition) =>
        new(
            redemption.MemberId.ToString(),
            redemption.Id.ToString(),
            redemption.RewardId.ToString(),
            transition.Number,
            transition.From,
            transition.To,
            transition.Cause,
            redemption.Quantity,
            redemption.Points,
            redemption.Currency.Value
        );

    /// <param name="signUp">cancelled.</param>
    public static SignUpCancelled OfCancelled(GatheringSignUp signUp) =>
        new(signUp.MemberId.ToString(), signUp.GatheringId.ToString(), signUp.Id.ToString(), signUp.CancelledBy!.Value);
}
