using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>A member hands points to another in the app.</summary>
public abstract class TransferGraphQLTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const string Selection = "entry { kind points balanceAfter }";

    protected override async Task PrepareAsync()
    {
        await AllowAsync(true);
        await Club.EnsurePointsAsync();
    }

    [Fact]
    public async Task Points_go_to_the_member_of_the_card_once_under_a_key()
    {
        var app = await GivenAppWithPointsAsync(100);
        var friend = await Club.EnrolMemberAsync();

        var first = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));
        var again = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));

        first["errors"]!.AsArray().ShouldBeEmpty(first.ToJsonString());
        first["entry"]!.ToJsonString().ShouldBe("""{"kind":"TRANSFER_OUT","points":-30,"balanceAfter":70}""");
        again.ToJsonString().ShouldBe(first.ToJsonString());
        Code(await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 31)))
            .ShouldBe("IDEMPOTENCY_KEY_REUSED");
        (await Club.CountAsync(app.Member)).Balance.ShouldBe(70);
    }

    [Fact]
    public async Task What_is_held_is_told_and_cannot_be_handed_over()
    {
        var app = await GivenAppWithPointsAsync(100);
        var friend = await Club.EnrolMemberAsync();
        using var staff = Club.Staff();
        await staff.HoldAsync(app.Member, 60).IdAsync();

        var wallet = (await app.AskAsync("{ me { wallets { balance available held } } }"))["me"]!["wallets"]![0]!;

        wallet.ToJsonString().ShouldBe("""{"balance":100,"available":40,"held":60}""");
        var refused = await app.MutateAsync(
            "transferPoints",
            Selection + " errors { ... on InsufficientPoints { available requested } }",
            Input(friend.Card, 41)
        );
        Code(refused).ShouldBe("INSUFFICIENT_POINTS");
        ((long)refused["errors"]![0]!["available"]!).ShouldBe(40);
    }

    [Fact]
    public async Task Whether_a_card_is_unknown_or_its_member_gets_no_points_stays_untold()
    {
        var app = await GivenAppWithPointsAsync(100);
        var closed = await Club.EnrolMemberAsync();
        Identifier.TryParse<MemberId>(closed.Id, out var closedId).ShouldBeTrue();
        await Club.WithContextAsync(context =>
            context
                .Members.Where(member => member.Id == closedId)
                .ExecuteUpdateAsync(member => member.SetProperty(m => m.Status, MemberStatus.Closed))
        );

        var answers = new List<string>();
        foreach (var card in (string[])["0000000000000000", "", closed.Card])
        {
            var input = Input(card, 1, key: $"k{answers.Count}");
            answers.Add((await app.MutateAsync("transferPoints", Selection, input))["errors"]!.ToJsonString());
        }

        answers.Distinct().Count().ShouldBe(1, string.Join('\n', answers));
        answers[0].ShouldContain("toCardNumber");
        (await Club.CountAsync(app.Member)).Balance.ShouldBe(100);
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_also_when_card_and_programme_have_changed()
    {
        var app = await GivenAppWithPointsAsync(100);
        var (friend, other) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        var first = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));
        using var staff = Club.Staff();
        using var blocked = await staff.PostAsJsonAsync(
            $"/api/admin/v1/cards/{friend.Card}/block",
            new { reason = "lost" }
        );
        blocked.EnsureSuccessStatusCode();

        var afterBlock = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));
        await AllowAsync(false);
        var afterChange = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));

        afterBlock.ToJsonString().ShouldBe(first.ToJsonString());
        afterChange.ToJsonString().ShouldBe(first.ToJsonString());
        (await Club.CountAsync(app.Member)).Balance.ShouldBe(70);
        Code(await app.MutateAsync("transferPoints", Selection, Input(other.Card, 30)))
            .ShouldBe("IDEMPOTENCY_KEY_REUSED");
        Code(await app.MutateAsync("transferPoints", Selection, Input(other.Card, 30, "two")))
            .ShouldBe("TRANSFERS_NOT_ALLOWED");
    }

    [Fact]
    public async Task The_same_key_gets_the_first_answer_also_when_the_card_went_to_another_account_with_a_merge()
    {
        var app = await GivenAppWithPointsAsync(100);
        var (friend, survivor) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        var first = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));
        using var staff = Club.Staff();
        using var merged = await staff.PostAsJsonAsync($"{survivor.Url}/merges", new { duplicate = friend.Id });
        merged.EnsureSuccessStatusCode();

        var again = await app.MutateAsync("transferPoints", Selection, Input(friend.Card, 30));

        again.ToJsonString().ShouldBe(first.ToJsonString());
        (await Club.CountAsync(app.Member)).Balance.ShouldBe(70);
    }

    private async Task AllowAsync(bool allowed)
    {
        await Club.WithContextAsync(async context =>
        {
            (await context.Programmes.SingleAsync()).TransfersAllowed = allowed;
            return await context.SaveChangesAsync();
        });
        Club.Services.GetRequiredService<ProgrammeSettings>().ExpectChange();
    }

    private async Task<MemberApp> GivenAppWithPointsAsync(long points)
    {
        var app = await Club.GivenSignedInMemberAsync();
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(app.Member, points));
        return app;
    }

    private static object Input(string card, long points, string key = "one") =>
        new
        {
            idempotencyKey = key,
            toCardNumber = card,
            currency = "POINTS",
            points,
        };

    private static string? Code(JsonNode payload) => (string?)payload["errors"]!.AsArray().Single()!["code"];

    public sealed class OnSqlite() : TransferGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : TransferGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : TransferGraphQLTests(DatabaseProvider.SqlServer);
}
