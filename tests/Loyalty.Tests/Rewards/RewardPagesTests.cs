using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Rewards.RewardsActions;

namespace Loyalty.Tests.Rewards;

/// <summary>Which rewards a member's app is shown, page by page.</summary>
public abstract class RewardPagesTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const string Page = """
        query($f: Int, $a: String, $l: Int, $b: String, $filter: RewardFilterInput) {
          rewards(first: $f, after: $a, last: $l, before: $b, filter: $filter) {
            nodes { title category stockLeft myCost { points } availability { canRedeem reasons { code } } }
            edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }
        """;

    private readonly CountedCommands commands = new();

    protected override async Task PrepareAsync()
    {
        await Club.EnsurePointsAsync();
    }

    protected override Task EndAsync()
    {
        commands.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Only_what_is_published_and_visible_is_seen()
    {
        var draft = await Club.CreateRewardAsync(Named("draft", "{}"));
        var retired = await Club.StepAsync(await Club.GivenRewardAsync(Named("retired", "{}")), "retire");
        var future = await Club.GivenRewardAsync(Named("future", """{"visibleFrom":"2099-01-01T00:00:00Z"}"""));
        await Club.GivenRewardAsync(Named("shown", """{"visibleFrom":"2020-01-01T00:00:00Z"}"""));
        var app = await Club.GivenSignedInMemberAsync();

        Titles(await PageAsync(app, new { f = 10 })).ShouldBe(["shown"]);
        foreach (var hidden in (ReadReward[])[draft, retired, future])
        {
            var data = await app.AskAsync(
                "query($id: ID!) { reward(id: $id) { id } node(id: $id) { id } }",
                new { id = hidden.GlobalId }
            );
            data["reward"].ShouldBeNull();
            data["node"].ShouldBeNull();
        }

        using var anonymous = Club.Anonymous();
        (await anonymous.GraphQLAsync("{ rewardCategories { code } }")).ErrorCode().ShouldBe("AUTH_NOT_AUTHENTICATED");
    }

    [Fact]
    public async Task Pages_go_forward_and_back_without_gap_in_a_number_of_statements_that_does_not_grow()
    {
        // Numbers shared by several, so that pages end between them.
        for (var i = 0; i < 12; i++)
        {
            var reward = i % 3 == 0 ? Voucher("codes") : Mug("goods");
            reward["texts"]![0]!["title"] = $"R{i:00}";
            await Club.GivenRewardAsync(
                reward
                    .With($$"""{"displayOrder":{{i / 5}}}""")
                    .With("""{"stock":{"total":9,"perMember":3},"eligibility":{"needsVehicle":true}}""")
            );
        }

        var app = await Club.GivenSignedInMemberAsync();
        var all = Titles(await PageAsync(app, new { f = 50 }));
        all.Count.ShouldBe(12);
        all.Take(5).ShouldBe(["R00", "R01", "R02", "R03", "R04"], ignoreOrder: true);

        var forward = new List<string>();
        string? after = null;
        JsonNode part;
        do
        {
            part = await PageAsync(app, new { f = 5, a = after });
            forward.AddRange(Titles(part));
            after = part["pageInfo"]!["endCursor"]?.ToString();
        } while (part["pageInfo"]!["hasNextPage"]!.GetValue<bool>());

        forward.ShouldBe(all);
        var back = await PageAsync(app, new { l = 5, b = after });
        Titles(back).ShouldBe(all.SkipLast(1).TakeLast(5));
        back["pageInfo"]!["hasPreviousPage"]!.GetValue<bool>().ShouldBeTrue();
        Titles(await PageAsync(app, new { l = 3 })).ShouldBe(all.TakeLast(3));
        (await app.Http.GraphQLAsync(Page, new { f = 2, a = "nonsense" })).ErrorCode().ShouldBe("INVALID_CURSOR");

        var few = await commands.OfAsync(Club, () => PageAsync(app, new { f = 4 }));
        var many = await commands.OfAsync(Club, () => PageAsync(app, new { f = 12 }));
        many.ShouldBe(few);
        many.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Filters_find_what_they_say()
    {
        await Club.GivenRewardAsync(
            Named("Travel set", """{"kind":"goods","prices":[{"currency":"POINTS","points":50}]}""")
        );
        await Club.GivenRewardAsync(
            Named("Concert", """{"kind":"eventSeat","texts":[{"language":"de","title":"Konzert"}]}""")
        );
        await Club.GivenRewardAsync(Named("Dear", """{"prices":[{"currency":"POINTS","points":5000}]}"""));
        var app = await Club.GivenSignedInMemberAsync();
        await Club.GivePointsAsync(app.Member, 100);

        (await FindAsync(new { kind = "EVENT_SEAT" })).ShouldBe(["Konzert"]);
        (await FindAsync(new { search = "set travel" })).ShouldBe(["Travel set"]);
        (await FindAsync(new { search = "%" })).ShouldBeEmpty();
        (await FindAsync(new { search = "a\0b" })).ShouldBeEmpty();
        (await FindAsync(new { category = "Travel set" })).ShouldBeEmpty();
        (await FindAsync(new { language = "de-AT" })).ShouldBe(["Konzert"]);
        (await FindAsync(new { canRedeem = true })).ShouldBe(["Travel set", "Konzert"]);
        (await FindAsync(new { canRedeem = false })).ShouldBe(["Dear"]);
        (await FindAsync(new { pointsMax = 99 })).ShouldBe(["Travel set"]);
        (await FindAsync(new { currency = "MILES" })).ShouldBeEmpty();
        (await FindAsync(new { currency = "not one" })).ShouldBeEmpty();
        (await FindAsync(new { currency = "POINTS", pointsMax = 100 })).ShouldBe(["Travel set", "Konzert"]);
        // A judged list pages as well as any.
        var first = await PageAsync(app, new { f = 1, filter = new { canRedeem = true } });
        first["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeTrue();
        var next = await PageAsync(
            app,
            new
            {
                f = 5,
                a = first["pageInfo"]!["endCursor"]!.ToString(),
                filter = new { canRedeem = true },
            }
        );
        Titles(first).Concat(Titles(next)).ShouldBe(["Travel set", "Konzert"]);

        async Task<List<string>> FindAsync(object filter) => Titles(await PageAsync(app, new { f = 10, filter }));
    }

    private int order;

    private JsonObject Named(string title, string members)
    {
        var reward = Mug("all").With($$"""{"displayOrder":{{order++}}}""");
        reward["texts"]![0]!["title"] = title;
        return reward.With(members);
    }

    private static async Task<JsonNode> PageAsync(MemberApp app, object variables) =>
        (await app.AskAsync(Page, variables))["rewards"]!;

    private static List<string> Titles(JsonNode page) =>
        [.. page["nodes"]!.AsArray().Select(node => node!["title"]!.ToString())];

    public sealed class OnSqlite() : RewardPagesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RewardPagesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RewardPagesTests(DatabaseProvider.SqlServer);
}
