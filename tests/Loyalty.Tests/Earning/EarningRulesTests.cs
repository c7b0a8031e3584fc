using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Earning;
using Loyalty.Domain;
using Loyalty.Domain.Earning;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Earning.EarningActions;

namespace Loyalty.Tests.Earning;

public abstract class EarningRulesTests(DatabaseProvider provider) : ClubTests(provider)
{
    private readonly string partner = NewPartner();

    private PublishedRules Published => Club.Services.GetRequiredService<PublishedRules>();

    [Fact]
    public async Task A_rule_goes_from_draft_over_versions_to_its_withdrawal()
    {
        var currency = await Club.CreatePointCurrencyAsync();

        var rule = await Club.CreateRuleAsync(Definition(partner, currency));
        ((string?)rule.Json["status"]).ShouldBe("draft");
        rule.Json["draft"]!["effect"]!["perAmount"]!.GetValue<string>().ShouldBe("100");

        rule = await Club.ChangeAsync(rule, HttpMethod.Post, "/publish");
        ((string?)rule.Json["status"]).ShouldBe("published");
        rule.Json["draft"].ShouldBeNull();
        ((string?)rule.Json["versions"]![0]!["publishedBy"]).ShouldBe("staff-manager");

        rule = await Club.ChangeDraftAsync(rule, Definition(partner, currency, pointsPer: "2.5"));
        rule = await Club.ChangeAsync(rule, HttpMethod.Post, "/publish");
        var versions = rule.Json["versions"]!.AsArray();
        versions.Select(version => (int)version!["number"]!).ShouldBe([2, 1]);
        ((string?)versions[1]!["supersededAt"]).ShouldBe((string?)versions[0]!["publishedAt"]);
        ((string?)versions[1]!["definition"]!["effect"]!["pointsPer"]).ShouldBe("1");

        rule = await Club.ChangeAsync(rule, HttpMethod.Post, "/withdraw");
        ((string?)rule.Json["status"]).ShouldBe("withdrawn");
        rule.Json["versions"]![0]!["withdrawnAt"].ShouldNotBeNull();
        (await Club.TryChangeAsync(rule, HttpMethod.Post, "/withdraw")).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var staff = Club.Staff("auditor");
        var read = await (await staff.GetAsync(rule.Path)).ReadRuleAsync();
        read.ETag.ShouldBe(rule.ETag);
        read.Json.ToJsonString().ShouldBe(rule.Json.ToJsonString());
    }

    [Fact]
    public async Task A_publication_is_in_force_on_this_node_at_once_also_under_an_idempotency_key()
    {
        var rule = await Club.CreateRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync()));
        (await PointsAsync()).ShouldBeNull();

        var published = await Club.TryChangeAsync(rule, HttpMethod.Post, "/publish", idempotencyKey: rule.Id);
        (await PointsAsync()).ShouldBe(12);

        var again = await Club.TryChangeAsync(rule, HttpMethod.Post, "/publish", idempotencyKey: rule.Id);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await published.Content.ReadAsStringAsync());
        await Club.ChangeAsync(await published.ReadRuleAsync(), HttpMethod.Post, "/withdraw");
        (await PointsAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_publication_reaches_another_node_within_its_bound()
    {
        var other = await Club.StartOnAsync(Club.Database);
        try
        {
            var there = other.Services.GetRequiredService<PublishedRules>();
            (await PointsAsync(there)).ShouldBeNull();

            await Club.PublishedRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync()));

            using var limit = new CancellationTokenSource(PublishedRules.AgeMax + TimeSpan.FromSeconds(10));
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await PointsAsync(there) is null)
            {
                await tick.WaitForNextTickAsync(limit.Token);
            }

            (await PointsAsync(there)).ShouldBe(12);
        }
        finally
        {
            await other.StopAsync();
        }
    }

    [Fact]
    public async Task Pain03_Pain36_A_late_event_earns_by_the_version_of_its_instant()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        var rule = await Club.PublishedRuleAsync(Definition(partner, currency));
        rule = await Club.ChangeDraftAsync(rule, Definition(partner, currency, pointsPer: "3"));
        rule = await Club.ChangeAsync(rule, HttpMethod.Post, "/publish");
        var changedAt = (DateTimeOffset)rule.Json["versions"]![0]!["publishedAt"]!;

        (await PointsAsync(occurredAt: changedAt.AddMicroseconds(-1))).ShouldBe(12);
        (await PointsAsync(occurredAt: changedAt)).ShouldBe(37);
        (await PointsAsync(occurredAt: changedAt.AddDays(-400))).ShouldBe(12);
    }

    [Fact]
    public async Task Of_many_who_publish_the_same_draft_one_succeeds()
    {
        var rule = await Club.CreateRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync()));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Club.TryChangeAsync(rule, HttpMethod.Post, "/publish"))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(7);
        Identifier.TryParse<RuleId>(rule.Id, out var id).ShouldBeTrue();
        (
            await Club.WithContextAsync(context =>
                context.EarningRuleVersions.CountAsync(version => version.RuleId == id)
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_not_the_newest_is_refused()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        var first = await Club.CreateRuleAsync(Definition(partner, currency));
        await Club.ChangeDraftAsync(first, Definition(partner, currency, pointsPer: "9"));

        foreach (var (method, path) in new[] { (HttpMethod.Post, "/publish"), (HttpMethod.Delete, "/draft") })
        {
            var answer = await Club.TryChangeAsync(first, method, path);
            answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        }

        using var staff = Club.Staff("manager");
        var without = await staff.PostAsync($"{first.Path}/publish", content: null);
        without.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)(await without.ReadJsonAsync())["type"]).ShouldBe("/problems/if-match-required");
    }

    [Fact]
    public async Task A_discarded_draft_takes_an_unpublished_rule_with_it_and_leaves_a_published_one()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        using var staff = Club.Staff("manager");
        var draft = await Club.CreateRuleAsync(Definition(partner, currency));
        (await Club.TryChangeAsync(draft, HttpMethod.Post, "/withdraw")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Club.TryChangeAsync(draft, HttpMethod.Delete, "/draft")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await staff.GetAsync(draft.Path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var published = await Club.PublishedRuleAsync(Definition(partner, currency));
        var renamed = Definition(partner, currency);
        renamed["name"] = "Another name";
        published = await Club.ChangeDraftAsync(published, renamed);
        await Club.TryChangeAsync(published, HttpMethod.Delete, "/draft");

        var left = await (await staff.GetAsync(published.Path)).ReadRuleAsync();
        ((string?)left.Json["name"]).ShouldBe("One per hundred");
        ((string?)left.Json["status"]).ShouldBe("published");
        var again = await Club.TryChangeAsync(left, HttpMethod.Delete, "/draft");
        ((string?)(await again.ReadJsonAsync())["type"]).ShouldBe("/problems/earning-rule-has-no-draft");
    }

    [Fact]
    public async Task The_list_pages_through_every_rule_once_newest_first()
    {
        var currency = await Club.CreatePointCurrencyAsync();
        var created = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Club.CreateRuleAsync(Definition(partner, currency)))
        );
        using var staff = Club.Staff("auditor");
        var seen = new List<JsonNode>();
        string? after = null;
        do
        {
            var answer = await staff.GetAsync(
                $"{Rules}?status=draft&limit=2" + (after is null ? "" : $"&after={after}")
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
            var page = await answer.ReadJsonAsync();
            seen.AddRange(page["items"]!.AsArray().Select(item => item!));
            after = (string?)page["next"];
        } while (after is not null);

        var ids = seen.ConvertAll(rule => (string)rule["id"]!);
        ids.ShouldBeUnique();
        created.Select(rule => rule.Id).ShouldBeSubsetOf(ids);
        seen.ConvertAll(rule => (DateTimeOffset)rule["createdAt"]!).ShouldBeInOrder(SortDirection.Descending);
        (await staff.GetAsync($"{Rules}?status=1")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await staff.GetAsync($"{Rules}?after=bm9uc2Vuc2U")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Only_managers_and_administrators_change_rules()
    {
        var rule = await Club.CreateRuleAsync(Definition(partner, await Club.CreatePointCurrencyAsync()));
        foreach (var role in new[] { "auditor", "support" })
        {
            using var staff = Club.Staff(role);
            (await staff.GetAsync(rule.Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await staff.PostAsJsonAsync(Rules, new { definition = new { } })).StatusCode.ShouldBe(
                HttpStatusCode.Forbidden
            );
            (await staff.PostAsync($"{rule.Path}/publish", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    private async Task<long?> PointsAsync(PublishedRules? node = null, DateTimeOffset? occurredAt = null)
    {
        Identifier.TryParse<PartnerId>(partner, out var id).ShouldBeTrue();
        var rules = await (node ?? Published).CurrentAsync(CancellationToken.None);
        var awards = rules.Evaluate(
            new EarningInput
            {
                Partner = id,
                EventType = PartnerEvent.TransactionPosted.TypeName,
                OccurredAt = occurredAt ?? TimeProvider.System.GetUtcNow(),
                Amount = new Money(1_234.50m, MoneyCurrency.Parse("CZK")),
            }
        );
        return awards.SingleOrDefault()?.Points;
    }

    public sealed class OnSqlite() : EarningRulesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EarningRulesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EarningRulesTests(DatabaseProvider.SqlServer);
}
