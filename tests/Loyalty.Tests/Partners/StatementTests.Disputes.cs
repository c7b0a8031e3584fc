using System.Net;
using System.Net.Http.Json;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;

namespace Loyalty.Tests.Partners;

public abstract partial class StatementTests
{
    [Fact]
    public async Task A_dispute_is_corrected_by_a_line_of_the_next_statement()
    {
        await GivenOctoberAsync();
        clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        await Club.EarnAsync(bank, anna, 40);
        (await Club.CloseAsync("2026-10")).EnsureSuccessStatusCode();
        (await CloseAsync("2026-10")).EnsureSuccessStatusCode();
        var frozen = await ShownAsync("2026-10");
        var key = (string)(await LinesAsync(Bank, "2026-10", limit: 50))[0]["line"]!;

        // Ten at once: the line is disputed once.
        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => DisputeAsync("2026-10", key)));
        var created = opened.Where(answer => answer.StatusCode == HttpStatusCode.Created).ShouldHaveSingleItem();
        foreach (var other in opened.Where(answer => answer != created))
        {
            (await other.ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("dispute-open");
        }

        var id = (string)(await created.ReadNodeAsync())["id"]!;
        (await DecideAsync(id, "accept", new { text = "Seen" })).EnsureSuccessStatusCode();
        (await (await DecideAsync(id, "reject", new { text = "No" })).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe(
            "dispute-decided"
        );
        (
            await (
                await DecideAsync(
                    id,
                    "correct",
                    new
                    {
                        text = "x",
                        pointCurrency = "POINTS",
                        points = 0,
                    }
                )
            ).ProblemAsync(HttpStatusCode.UnprocessableEntity)
        ).ShouldBe("invalid-request");
        var corrections = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    DecideAsync(
                        id,
                        "correct",
                        new
                        {
                            text = "Half of it",
                            pointCurrency = "POINTS",
                            points = -500,
                        }
                    )
                )
        );
        corrections.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);

        (await ShownAsync("2026-10")).ShouldBe(frozen);
        var november = Total(await Bank.OkAsync("statements/2026-11"));
        ((long)november["corrections"]!["points"]!, (string)november["corrections"]!["money"]!["amount"]!).ShouldBe(
            (-500, "-125.00")
        );
        ((string)november["due"]!["money"]!["amount"]!).ShouldBe("-115.00");
        clock.Now = new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero);
        (await Club.CloseAsync("2026-11")).EnsureSuccessStatusCode();
        (await CloseAsync("2026-11")).EnsureSuccessStatusCode();
        var line = (await LinesAsync(Bank, "2026-11", limit: 50))[^1];
        ((string)line["movement"]!, (string)line["dispute"]!, (long)line["points"]!).ShouldBe(("correction", id, -500));
        Total(await Bank.OkAsync("statements/2026-11")).ToJsonString().ShouldBe(november.ToJsonString());

        // In one statement only, also two closes later.
        clock.Now = new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero);
        ((long)Total(await Bank.OkAsync("statements/2026-12"))["corrections"]!["points"]!).ShouldBe(0);
        var dispute = await Bank.OkAsync($"disputes/{id}");
        ((string)dispute["correction"]!["month"]!).ShouldBe("2026-11");
        dispute["history"]!
            .AsArray()
            .Select(step => ((string)step!["status"]!, (string)step["text"]!, (string)step["by"]!))
            .ShouldBe([
                ("open", "We sent half of it", $"client-{bank.Slug}"),
                ("accepted", "Seen", "staff-manager"),
                ("corrected", "Half of it", "staff-manager"),
            ]);
    }

    [Fact]
    public async Task A_rejected_line_may_be_disputed_again_and_only_an_own_one()
    {
        await GivenOctoberAsync();
        var key = (string)(await LinesAsync(Bank, "2026-10", limit: 50))[0]["line"]!;
        using var stranger = await SystemAsync(shop);
        var theirs = (string)(await LinesAsync(stranger, "2026-10", limit: 50))[0]["line"]!;

        (await DisputeAsync("2026-10", theirs)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await DisputeAsync("2026-11", key)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await DisputeAsync("2026", key)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var id = (string)(await (await DisputeAsync("2026-10", key)).ReadNodeAsync())["id"]!;
        (await stranger.GetAsync($"{Root}/disputes/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.OkAsync("disputes"))["items"]!.AsArray().ShouldBeEmpty();
        using (var staff = Club.Staff())
        {
            var elsewhere = $"/api/admin/v1/partners/{shop.Slug}/disputes/{id}/reject";
            (await staff.PostAsJsonAsync(elsewhere, new { text = "No" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await DecideAsync(id, "reject", new { text = "The rule is right" }, "support")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await DecideAsync(id, "reject", new { text = "The rule is right" })).EnsureSuccessStatusCode();
        clock.Now += TimeSpan.FromSeconds(1);
        (await DisputeAsync("2026-10", key)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Bank.OkAsync("disputes?status=rejected"))["items"]!
            .AsArray()
            .Select(one => (string)one!["id"]!)
            .ShouldBe([id]);
        var first = await Bank.OkAsync("disputes?limit=1");
        var second = await Bank.OkAsync($"disputes?limit=1&after={first["next"]}");
        ((string)second["items"]![0]!["id"]!).ShouldBe(id, "the newest first");
        second["next"].ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_line_of_a_statement_can_be_disputed_and_no_other(bool closed)
    {
        await GivenOctoberAsync();
        using var system = await SystemAsync(shop);
        if (closed)
        {
            clock.Now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
            (await Club.CloseAsync("2026-10")).EnsureSuccessStatusCode();
            using var staff = Club.Staff("manager");
            foreach (var partner in (string[])[bank.Slug, shop.Slug])
            {
                (
                    await staff.PostAsync($"/api/admin/v1/partners/{partner}/statements/2026-10/close", content: null)
                ).EnsureSuccessStatusCode();
            }
        }

        foreach (
            var (who, count) in ((Func<HttpClient>, int)[])
                [(() => Bank, 5), (() => Club.System($"client-{shop.Slug}"), 2)]
        )
        {
            var names = (await LinesAsync(who(), "2026-10", limit: 50)).Select(line => (string)line["line"]!).ToArray();
            names.Length.ShouldBe(count);
            names.ShouldBeUnique();
            foreach (var name in names)
            {
                (await DisputeAsync("2026-10", name, who())).StatusCode.ShouldBe(HttpStatusCode.Created, name);
                (await (await DisputeAsync("2026-10", name, who())).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe(
                    "dispute-open"
                );
            }
        }

        var ofBank = (string)(await LinesAsync(Bank, "2026-10", limit: 50))[0]["line"]!;
        foreach (
            var other in (string[])
                [
                    "",
                    "issued",
                    "issued:others:POINTS",
                    "reversed:others:STATUS",
                    ofBank.Replace("issued", "reversed", StringComparison.Ordinal),
                    ofBank.Replace("POINTS", "STATUS", StringComparison.Ordinal),
                    ofBank.ToUpperInvariant(),
                    "fulfilled:red_00000000000000000000000000",
                    "correction:dsp_00000000000000000000000000",
                ]
        )
        {
            (await (await DisputeAsync("2026-10", other)).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe(
                "invalid-request",
                other
            );
        }
    }

    private Task<HttpResponseMessage> DisputeAsync(string month, string line, HttpClient? who = null) =>
        (who ?? Bank).PostAsJsonAsync(
            $"{Root}/disputes",
            new
            {
                month,
                line,
                reason = "wrongPoints",
                text = "We sent half of it",
            }
        );

    private async Task<HttpResponseMessage> DecideAsync(string id, string verb, object body, string role = "manager")
    {
        using var staff = Club.Staff(role);
        return await staff.PostAsJsonAsync($"/api/admin/v1/partners/{bank.Slug}/disputes/{id}/{verb}", body);
    }
}
