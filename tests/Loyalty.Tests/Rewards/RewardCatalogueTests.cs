using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Tiers;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Rewards.RewardsActions;

namespace Loyalty.Tests.Rewards;

/// <summary>The catalogue as staff keep it.</summary>
public abstract class RewardCatalogueTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_reward_is_created_changed_published_and_retired()
    {
        var draft = await Club.CreateRewardAsync();
        draft.Json["status"]!.ToString().ShouldBe("draft");
        draft.Json["definition"]!["fulfilment"]!["deadlineHours"]!.GetValue<int>().ShouldBe(336);
        using var staff = Club.Staff("manager");

        var wanted = Mug("travel")
            .With(
                """
                {"displayOrder":7,"quantityPerRedemptionMax":3,"pictures":["https://cdn.example.org/mug.png"],
                 "texts":[{"language":"en","title":"Mug","description":"Two\r\nlines"},{"language":"zh-hans","title":"杯子"}],
                 "stock":{"total":10,"perMember":1,"memberPeriod":"year"},"eligibility":{"ageMin":18,"attributes":{"segment":["a","b"]}},
                 "redeemableUntil":"2099-01-01T00:00:00+08:00"}
                """
            );
        wanted["prices"]![0]!["money"] = new JsonObject { ["amount"] = "12.50", ["currency"] = "CNY" };
        using var put = await staff.SendAsync(HttpMethod.Put, draft.Path, draft.ETag, wanted);
        var changed = await ReadRewardAsync(put, HttpStatusCode.OK);
        var definition = changed.Json["definition"]!;
        definition["texts"]![0]!["description"]!.ToString().ShouldBe("Two\nlines");
        definition["texts"]![1]!["language"]!.ToString().ShouldBe("zh-Hans");
        definition["prices"]![0]!["money"]!["amount"]!.ToString().ShouldBe("12.50");
        definition["stock"]!["memberPeriod"]!.ToString().ShouldBe("year");
        definition["eligibility"]!["attributes"]!["segment"]!.AsArray().Count.ShouldBe(2);
        definition["redeemableUntil"]!.GetValue<DateTimeOffset>().ShouldBe(new(2098, 12, 31, 16, 0, 0, default));

        // What is read can be written back.
        using var again = await staff.SendAsync(HttpMethod.Put, draft.Path, changed.ETag, definition.DeepClone());
        var same = await ReadRewardAsync(again, HttpStatusCode.OK);
        same.Json["definition"]!.ToJsonString().ShouldBe(definition.ToJsonString());

        var published = await Club.StepAsync(same, "publish");
        published.Json["status"]!.ToString().ShouldBe("published");
        published.Json["publishedAt"].ShouldNotBeNull();
        using var otherWay = await staff.SendAsync(HttpMethod.Put, draft.Path, published.ETag, Voucher());
        await otherWay.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-method-fixed");

        var retired = await Club.StepAsync(published, "retire");
        (await Club.StepAsync(retired, "retire")).ETag.ShouldBe(retired.ETag);
        using var late = await staff.SendAsync(HttpMethod.Put, draft.Path, retired.ETag, Mug());
        await late.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-retired");
        using var back = await staff.SendAsync(HttpMethod.Post, $"{draft.Path}/publish", retired.ETag);
        await back.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-retired");
    }

    [Fact]
    public async Task Changes_without_the_newest_version_are_refused_and_of_several_at_once_one_succeeds()
    {
        var reward = await Club.CreateRewardAsync();
        using var staff = Club.Staff("manager");

        using var without = await staff.SendAsync(HttpMethod.Put, reward.Path, etag: null, Mug());
        await without.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "if-match-required");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i =>
                    staff.SendAsync(
                        HttpMethod.Put,
                        reward.Path,
                        reward.ETag,
                        Mug().With($$"""{"displayOrder":{{i}}}""")
                    )
                )
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(5);
        using var unknown = await staff.SendAsync(
            HttpMethod.Post,
            $"{Catalogue}/rwd_00000000000000000000000000/publish",
            reward.ETag
        );
        await unknown.ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Whoever_may_only_read_changes_nothing()
    {
        var reward = await Club.CreateRewardAsync();
        using var support = Club.Staff("support");
        foreach (var path in (string[])[Catalogue, $"{reward.Path}/publish", $"{reward.Path}/codes"])
        {
            using var answer = await support.PostAsJsonAsync(path, Mug());
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        using var auditor = Club.Staff("auditor");
        (await auditor.GetJsonAsync(reward.Path))["id"]!.ToString().ShouldBe(reward.Id.ToString());
    }

    [Theory]
    [InlineData("""{"redeemableUntil":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"visibleUntil":"2098-01-01T00:00:00Z","redeemableFrom":"2099-01-01T00:00:00Z"}""")]
    public async Task A_reward_that_nobody_could_ever_have_is_not_published(string windows)
    {
        var reward = await Club.CreateRewardAsync(Mug().With(windows));
        using var staff = Club.Staff("manager");

        using var answer = await staff.SendAsync(HttpMethod.Post, $"{reward.Path}/publish", reward.ETag);

        await answer.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-never-redeemable");
        reward.Json["warnings"]!.AsArray().Select(one => one!.ToString()).ShouldBe(["windowOver"]);
    }

    [Fact]
    public async Task Warnings_say_what_keeps_all_members_from_having_it()
    {
        var voucher = await Club.GivenRewardAsync(Voucher().With("""{"stock":{"total":2}}"""));
        voucher.Json["warnings"]!.AsArray().Select(one => one!.ToString()).ShouldBe(["noFreeCodes"]);
        await Club.ImportCodesAsync(voucher, "ABCDEF-1");
        await Club.TakeAsync(voucher, RewardCount.Total, 2);

        using var staff = Club.Staff("auditor");
        var read = await staff.GetJsonAsync(voucher.Path);

        read["warnings"]!.AsArray().Select(one => one!.ToString()).ShouldBe(["soldOut"]);
    }

    [Fact]
    public async Task The_list_is_in_the_catalogues_order_filtered_and_paged_without_gap()
    {
        var category = MembersActions.Word();
        var word = MembersActions.Word();
        // Two share a number, so that a page ends between them.
        foreach (var order in (int[])[30, 10, 20, 20, 5])
        {
            var reward = Mug(category).With($$"""{"displayOrder":{{order}}}""");
            reward["texts"]![0]!["description"] = order == 20 ? $"100% _{word}_ [x]" : "other";
            await Club.CreateRewardAsync(reward);
        }

        await Club.GivenRewardAsync(Voucher(category).With("""{"displayOrder":40}"""));
        using var staff = Club.Staff("auditor");

        var all = await staff.AllPagesAsync($"{Catalogue}?category={category}", limit: 2);
        Orders(all).ShouldBe([5, 10, 20, 20, 30, 40]);
        all.Select(one => one["id"]!.ToString()).Distinct().Count().ShouldBe(6);
        Orders(await ListAsync($"category={category}&status=published")).ShouldBe([40]);
        Orders(await ListAsync($"category={category}&kind=goods&status=draft")).Count.ShouldBe(5);
        // Case and the signs of LIKE say nothing.
        Orders(await ListAsync($"q={Uri.EscapeDataString($"_{word.ToUpperInvariant()}_ 100%")}")).ShouldBe([20, 20]);
        Orders(await ListAsync($"category={category}&q={Uri.EscapeDataString("[x] other")}")).ShouldBeEmpty();
        foreach (var wrong in (string[])["status=gone", "kind=Goods", "after=bm9uc2Vuc2U", "q=" + new string('x', 201)])
        {
            using var answer = await staff.GetAsync($"{Catalogue}?{wrong}");
            await answer.ShouldBeRefusedAsync(HttpStatusCode.UnprocessableEntity, "invalid-request");
        }

        using var nul = await staff.GetAsync($"{Catalogue}?category=%00");
        nul.StatusCode.ShouldBe(HttpStatusCode.OK);

        Task<List<JsonNode>> ListAsync(string query) => staff.AllPagesAsync($"{Catalogue}?{query}", limit: 50);
        static List<int> Orders(List<JsonNode> rewards) =>
            rewards.ConvertAll(reward => (int)reward["definition"]!["displayOrder"]!);
    }

    [Fact]
    public async Task Stock_and_claims_tell_how_much_was_taken_and_nothing_personal()
    {
        var reward = await Club.GivenRewardAsync(Mug().With("""{"stock":{"total":5,"perMember":2}}"""));
        var member = await Club.GivenMemberAsync(DateTimeOffset.UnixEpoch);
        var start = new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 3; i++)
        {
            await Club.ClaimAsync(reward, member, start.AddHours(i / 2));
        }

        await Club.TakeAsync(reward, RewardCount.Total, 7);
        using var staff = Club.Staff("auditor");

        var stock = await staff.GetJsonAsync($"{reward.Path}/stock");
        ((long)stock["total"]!["taken"]!, (long)stock["total"]!["left"]!).ShouldBe((7, 0));
        stock["today"]!["limit"].ShouldBeNull();
        stock["codes"].ShouldBeNull();
        stock["claims"]!.AsArray().Single(claim => claim!["status"]!.ToString() == "requested")!["count"]!
            .GetValue<int>()
            .ShouldBe(3);
        var claims = await staff.AllPagesAsync($"{reward.Path}/claims", limit: 1);
        claims.Count.ShouldBe(3);
        claims
            .Select(claim => claim["requestedAt"]!.GetValue<DateTimeOffset>())
            .ShouldBeInOrder(SortDirection.Descending);
        claims.ShouldAllBe(claim => claim["memberId"]!.ToString() == member.ToString());
        using var unknown = await staff.GetAsync($"{Catalogue}/rwd_00000000000000000000000000/claims");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    public sealed class OnSqlite() : RewardCatalogueTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RewardCatalogueTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RewardCatalogueTests(DatabaseProvider.SqlServer);
}
