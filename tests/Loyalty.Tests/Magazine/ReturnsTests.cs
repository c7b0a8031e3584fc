using System.Net;
using System.Net.Http.Json;
using Loyalty.Domain.Events;
using Loyalty.Domain.Magazine;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Events;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Magazine.MagazineActions;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Magazine;

/// <summary>What comes back, what that does to the address and the subscription, and what the report makes of it.</summary>
public abstract class ReturnsTests(DatabaseProvider provider) : MagazineClubTests(provider)
{
    private const string Costs = """
        {"costs":{"addressUse":{"price":{"amount":"0.20","currency":"CZK"}},
                  "print":{"price":{"amount":"8.00","currency":"CZK"},"discounts":[{"from":2,"percent":10},{"from":100,"percent":50}]},
                  "postage":{"price":{"amount":"6.40","currency":"CZK"}}}}
        """;

    [Fact]
    public async Task A_returned_copy_marks_the_address_once_until_it_is_corrected_and_two_in_a_row_suspend()
    {
        await Club.GivenListenerAsync();
        var publication = await Club.GivenPublicationAsync();
        var app = await Club.GivenSignedInMemberAsync(Reader());
        var subscription = await Club.GivenSubscriptionAsync(publication, app.Member);
        var first = await DispatchAsync(publication);

        var line = await Club.ReturnAsync(first);
        var again = await Club.ReturnAsync(first);

        ((bool)line["repeated"]!, (bool)line["suspended"]!, line["code"]).ShouldBe((false, false, null));
        ((bool)again["repeated"]!).ShouldBeTrue();
        (await ObstacleAsync(app)).ShouldBe("ADDRESS_RETURNED");
        var told = (await Club.ToldAsync(ClubEventType.MagazineCopyReturned)).ShouldHaveSingleItem();
        (told["copyId"]!.ToString(), told["reason"]!.ToString()).ShouldBe((first.ToString(), "moved"));
        // Nothing more goes there.
        (await CopyAsync(await IssueAsync(publication), app.Member)).Obstacle.ShouldBe(CopyObstacle.AddressReturned);

        await CorrectAsync(app, "Krátká 2");
        (await ObstacleAsync(app)).ShouldBeNull();
        var third = await DispatchAsync(publication);
        (await Club.StatusAsync(subscription)).ShouldBe("active");
        ((bool)(await Club.ReturnAsync(third))["suspended"]!).ShouldBeTrue();
        (await Club.StatusAsync(subscription)).ShouldBe("suspended");

        await CorrectAsync(app, "Krátká 3");
        using var staff = Club.Staff("support");
        await staff.StepAsync(await Club.ReadAgainAsync(subscription), "resume");
        await DispatchAsync(publication);
        (await Club.StatusAsync(subscription)).ShouldBe("active");
    }

    [Fact]
    public async Task Returns_at_once_count_once_and_what_cannot_come_back_is_named_line_by_line()
    {
        var publication = await Club.GivenPublicationAsync(Publication("""{"suspendAfterReturns":1}"""));
        var app = await Club.GivenSignedInMemberAsync(Reader());
        var other = await Club.GivenReaderAsync("""{"address":null}""");
        var subscription = await Club.GivenSubscriptionAsync(publication, app.Member);
        await Club.GivenSubscriptionAsync(publication, other);
        var issue = await IssueAsync(publication);
        var (sent, skipped) = (await CopyAsync(issue, app.Member), await CopyAsync(issue, other));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Club.ReturnAsync(sent.Id)));

        answers.Count(line => line["repeated"]?.GetValue<bool>() == false).ShouldBe(1);
        answers.ShouldAllBe(line => line["code"] == null);
        ((int)(await Club.ReadAgainAsync(subscription)).Json["returns"]!).ShouldBe(1);
        using var file = await Club.SendReturnsAsync(
            $"copy,reason,returnedOn\n{skipped.Id},moved,\ncpy_00000000000000000000000000,moved,\nx,moved,\n"
                + $"{sent.Id},Moved away!,\n{sent.Id},moved,2027-01-01\n{sent.Id},moved,yesterday\n{sent.Id},moved,2026-06-01\n"
        );
        var view = await file.ReadAsync(HttpStatusCode.OK);
        ((int)view["taken"]!, (int)view["refused"]!).ShouldBe((1, 6));
        view["lines"]!
            .AsArray()
            .Select(line => line!["code"]?.ToString())
            .ShouldBe([
                "copy-not-sent",
                "not-found",
                "invalid-request",
                "invalid-request",
                "invalid-request",
                "invalid-request",
                null,
            ]);
        using var json = await Club.SendReturnsAsync("{}", "application/json");
        json.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        using var headless = await Club.SendReturnsAsync("a,b\n1,2\n");
        await headless.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
    }

    [Fact]
    public async Task Late_returns_suspend_nobody_who_has_resumed_or_corrected_the_address_since()
    {
        var publication = await Club.GivenPublicationAsync();
        var (resumes, corrects) = (
            await Club.GivenSignedInMemberAsync(Reader()),
            await Club.GivenSignedInMemberAsync(Reader())
        );
        var resumed = await Club.GivenSubscriptionAsync(publication, resumes.Member);
        var corrected = await Club.GivenSubscriptionAsync(publication, corrects.Member);
        var (first, second) = (await IssueAsync(publication), await IssueAsync(publication));
        await Club.ReturnAsync((await CopyAsync(first, resumes.Member)).Id);
        using (var staff = Club.Staff("support"))
        {
            await staff.StepAsync(await Club.ReadAgainAsync(resumed), "pause");
            await staff.StepAsync(await Club.ReadAgainAsync(resumed), "resume");
        }

        await CorrectAsync(corrects, "Krátká 2");

        ((bool)(await Club.ReturnAsync((await CopyAsync(second, resumes.Member)).Id))["suspended"]!).ShouldBeFalse();
        await Club.ReturnAsync((await CopyAsync(first, corrects.Member)).Id);
        var late = await Club.ReturnAsync((await CopyAsync(second, corrects.Member)).Id);

        ((bool)late["suspended"]!, (bool)late["repeated"]!).ShouldBe((false, false));
        (await Club.ReadAgainAsync(resumed)).Json["returns"]!.GetValue<int>().ShouldBe(0);
        (await Club.ReadAgainAsync(corrected)).Json["returns"]!.GetValue<int>().ShouldBe(2);
        // The addresses are marked all the same.
        (await Club.WithContextAsync(context => context.ReturnedAddresses.CountAsync())).ShouldBe(2);
        (await ObstacleAsync(resumes), await ObstacleAsync(corrects)).ShouldBe(("ADDRESS_RETURNED", null));
    }

    [Fact]
    public async Task The_report_holds_deliveries_to_the_target_and_counts_what_a_reached_member_costs()
    {
        var publication = await Club.GivenPublicationAsync();
        var members = new List<MemberId>();
        for (var i = 0; i < 4; i++)
        {
            members.Add(await Club.GivenReaderAsync());
            await Club.GivenSubscriptionAsync(publication, members[i]);
        }

        var mailed = await Club.GivenReaderAsync();
        await Club.GivenSubscriptionAsync(publication, mailed, """{"channel":"email"}""");
        await Club.GivenSubscriptionAsync(publication, await Club.GivenReaderAsync("""{"address":null}"""));
        var issue = await IssueAsync(publication, Costs);
        await Club.ReturnAsync((await CopyAsync(issue, members[0])).Id);

        var report = await Club.ReportAsync(issue);

        report["target"]!.ToString().ShouldBe("0.95");
        report["channels"]!
            .AsArray()
            .Select(one => (one!["channel"]!.ToString(), (bool)one["figures"]!["meetsTarget"]!))
            .ShouldBe([("post", false), ("email", true)]);
        var region = report["regions"]!.AsArray().ShouldHaveSingleItem()!;
        region["region"]!.ToString().ShouldBe("CZ-11");
        var figures = region["figures"]!;
        ((long)figures["sent"]!, (long)figures["returned"]!, (decimal)figures["delivered"]!).ShouldBe((4, 1, 0.75m));
        report["skipped"]!.ToJsonString().ShouldBe("""[{"obstacle":"noAddress","subscribers":1}]""");
        var costs = report["costs"]!;
        (costs["print"]!["amount"]!.ToString(), costs["perPiece"]!["amount"]!.ToString()).ShouldBe(("7.20", "13.80"));
        (costs["total"]!["amount"]!.ToString(), costs["perReached"]!["amount"]!.ToString()).ShouldBe(
            ("55.20", "18.40")
        );
    }

    [Fact]
    public async Task After_erasure_nothing_of_the_address_is_left_and_labels_leave_the_member_out()
    {
        var (street, name, email, code) = (Word(), Word(), Email(), Word());
        var publication = await Club.GivenPublicationAsync();
        var enrolled = await Club.EnrolMemberAsync(
            Reader(
                    $$$"""
                    {"name":{"given":"Ota","family":"{{{name}}}"},
                     "address":{"street":["{{{street}}}"],"postalCode":"{{{code}}}","city":"Praha","country":"CZ"}}
                    """
                )
                .WithEmail(email, verified: false)
        );
        var gift = await Club.GivenSubscriptionAsync(
            publication,
            await Club.GivenReaderAsync(),
            $$"""{"gift":true,"giverId":"{{enrolled.Id}}"}"""
        );
        var own = await Club.GivenSubscriptionAsync(publication, enrolled.Id);
        var issue = await IssueAsync(publication);
        (await Club.LabelsAsync(issue, "csv")).ShouldContain(street);
        await Club.ReturnAsync(
            (await Club.CopiesAsync(issue))
                .Single(copy => string.Equals(copy.PostalCode, code, StringComparison.OrdinalIgnoreCase))
                .Id
        );
        using var staff = Club.Staff();
        using var closed = await staff.PostAsJsonAsync($"{enrolled.Url}/close", new { reason = "as asked" });
        await closed.ReadAsync(HttpStatusCode.OK);

        using var erased = await staff.PostAsync($"{enrolled.Url}/erasure", null);

        await erased.ReadAsync(HttpStatusCode.OK);
        (await Club.DumpAsync()).Find([street, name, email, code]).ShouldBeEmpty();
        (await Club.LabelsAsync(issue, "csv")).TrimEnd('\n').Split('\n').Length.ShouldBe(2);
        (await Club.StatusAsync(own)).ShouldBe("ended");
        (await Club.ReadAgainAsync(gift)).Json["giverId"].ShouldBeNull();
        (await Club.WithContextAsync(context => context.ReturnedAddresses.CountAsync())).ShouldBe(0);
    }

    /// <summary>An issue that is on its way, a day later.</summary>
    private async Task<Read> IssueAsync(Read publication, string? members = null)
    {
        var issue = await Club.GivenIssueAsync(publication, Issue(Clock.Now.AddHours(1), members: members));
        Clock.Now = Clock.Now.AddDays(1);
        await Club.RunMagazineAsync();
        await Club.RunMagazineAsync();
        (await Club.StatusAsync(issue)).ShouldBe("dispatched");
        return issue;
    }

    /// <summary>The only copy of such an issue.</summary>
    private async Task<CopyId> DispatchAsync(Read publication)
    {
        var copy = (await Club.CopiesAsync(await IssueAsync(publication))).ShouldHaveSingleItem();
        copy.Status.ShouldBe(CopyStatus.Sent);
        return copy.Id;
    }

    private async Task<MagazineCopy> CopyAsync(Read issue, MemberId member) =>
        (await Club.CopiesAsync(issue)).Single(copy => copy.MemberId == member);

    private async Task<string?> ObstacleAsync(MemberApp app)
    {
        var data = await (app with { Http = Club.SignedIn(app.Subject) }).AskAsync(
            "{ me { subscriptions { obstacle } } }"
        );
        return data["me"]!["subscriptions"]![0]!["obstacle"]?.ToString();
    }

    /// <summary>As the member does it in the app.</summary>
    private async Task CorrectAsync(MemberApp app, string street)
    {
        var changed = await (app with { Http = Club.SignedIn(app.Subject) }).MutateAsync(
            "updateProfile",
            "member { id }",
            new
            {
                idempotencyKey = MemberAppActions.NewKey(),
                address = new
                {
                    street = new[] { street },
                    postalCode = "110 00",
                    city = "Praha",
                    country = "CZ",
                },
            }
        );
        changed["errors"]!.AsArray().ShouldBeEmpty();
    }

    public sealed class OnSqlite() : ReturnsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReturnsTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ReturnsTests(DatabaseProvider.SqlServer);
}
