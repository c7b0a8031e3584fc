using System.Text.Json;
using Loyalty.Domain.Events;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Events;

/// <summary>What an event looks like on the wire, and who asks for it.</summary>
public sealed class ClubEventTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_event_of_a_member_names_the_member_as_its_subject()
    {
        var member = Identifier.New<MemberId>(Now);

        var told = ClubEvent.Of(
            "/club",
            ClubEventType.MemberEnrolled,
            member,
            Now,
            new ClubEventData.OfMember(member.ToString())
        );

        told.Body.ShouldBe(
            $$$"""{"specversion":"1.0","id":"{{{told.Id}}}","source":"/club","type":"loyalty.member.enrolled","time":"2026-11-22T12:00:00+00:00","subject":"{{{member}}}","datacontenttype":"application/json","data":{"memberId":"{{{member}}}"}}"""
        );
    }

    [Fact]
    public void An_event_of_nobody_has_no_subject()
    {
        var told = ClubEvent.Of("/club", ClubEventType.RewardPublished, null, Now, new ClubEventData.OfReward("r", 1));

        using var json = JsonDocument.Parse(told.Body);
        json.RootElement.TryGetProperty("subject", out _).ShouldBeFalse();
        told.MemberId.ShouldBe(default);
    }

    [Fact]
    public void Every_state_of_a_redemption_has_a_type_that_can_be_asked_for() =>
        Enum.GetValues<RedemptionStatus>().Select(ClubEventType.Of).ShouldBeSubsetOf(ClubEventType.All);

    [Theory]
    [InlineData("", "loyalty.points.posted", true)]
    [InlineData("loyalty.points.posted loyalty.tier.changed", "loyalty.tier.changed", true)]
    [InlineData("loyalty.points.posted", "loyalty.points", false)]
    [InlineData("loyalty.points.posted", "loyalty.tier.changed", false)]
    public void A_subscription_gets_what_it_asks_for(string types, string type, bool asks) =>
        Subscription(types).AsksFor(type).ShouldBe(asks);

    [Fact]
    public void All_types_fit_into_a_subscription() =>
        string.Join(' ', ClubEventType.All).Length.ShouldBeLessThanOrEqualTo(EventSubscription.TypesLengthMax);

    [Fact]
    public void A_key_without_overlap_leaves_no_other_behind()
    {
        var subscription = Subscription("");
        subscription.Rotate([2], Now, TimeSpan.FromHours(1));
        subscription.HasPreviousKey(Now).ShouldBeTrue();
        subscription.HasPreviousKey(Now.AddHours(1)).ShouldBeFalse();

        subscription.Rotate([3], Now, TimeSpan.Zero);

        subscription.HasPreviousKey(Now).ShouldBeFalse();
        subscription.EncryptedKey.ShouldBe([3]);
    }

    private static EventSubscription Subscription(string types) =>
        new()
        {
            Id = Identifier.New<EventSubscriptionId>(Now),
            Url = "https://consumer.example/",
            Types = types,
            StatusSince = Now,
            EncryptedKey = [1],
            KeyMadeAt = Now,
            CreatedAt = Now,
        };
}
