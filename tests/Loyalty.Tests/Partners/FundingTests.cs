using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Partners;

/// <summary>Who pays for points.</summary>
public abstract class FundingTests(DatabaseProvider provider) : FundedClubTests(provider)
{
    [Fact]
    public async Task Points_are_split_in_the_lots_the_books_and_the_statement_and_taken_back_alike()
    {
        (await AgreeAsync(new { partnerPercent = 60 })).EnsureSuccessStatusCode();
        var earned = Grant(Anna, 1000) with { OccurredAt = Clock.Now };
        await Club.TakeAsync(Bank, earned);

        (await FundersAsync()).ShouldBe(new Dictionary<string, long> { ["club"] = 400, [Bank.Id.ToString()] = 600 });
        Clock.Now += TimeSpan.FromMinutes(1);
        await Club.TakeAsync(Bank, Reversal(earned) with { OccurredAt = Clock.Now });

        var books = await Club.AccountingAsync("periods/2026-10");
        books.ShouldAgree();
        books.Account(Bank.Id.ToString()).Points("issued").ShouldBe(600);
        books.Account(Bank.Id.ToString()).Points("reversed").ShouldBe(-600);
        books.Account("club").Points("reversed").ShouldBe(-400);
        using var system = Club.System($"client-{Bank.Slug}");
        (await system.OkAsync("statements/2026-10/lines"))["items"]!
            .AsArray()
            .Select(line => ((long)line!["points"]!, (long)line["pointsElsewhere"]!))
            .ShouldBe([(600, 400), (-600, -400)]);
    }

    [Fact]
    public async Task Where_the_club_pays_for_all_the_partner_has_no_statement()
    {
        (await AgreeAsync(new { partnerPercent = 0 })).EnsureSuccessStatusCode();

        await Club.EarnAsync(Bank, Anna, 70);

        (await FundersAsync()).ShouldBe(new Dictionary<string, long> { ["club"] = 70 });
        using var system = Club.System($"client-{Bank.Slug}");
        (await system.OkAsync("statements"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Terms_that_make_no_sense_are_refused_by_field()
    {
        (await ErrorAsync(new { partnerPercent = 100.5 })).ShouldBe("contract.funding.partnerPercent");
        (await ErrorAsync(new { partnerPercent = 33.333 })).ShouldBe("contract.funding.partnerPercent");
        (await ErrorAsync(new { prepaid = new { alertBelow = 0 } })).ShouldBe("contract.funding.prepaid.alertBelow");
        (await ErrorAsync(new { partnerPercent = 0, prepaid = new { } })).ShouldBe("contract.funding.prepaid");
        (await BuyAsync(100)).StatusCode.ShouldBe(HttpStatusCode.Conflict, "nothing was agreed");
        (await AgreeAsync(new { prepaid = new { } })).EnsureSuccessStatusCode();
        (await BuyAsync(0)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BuyAsync(100, "MILES")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await BuyAsync(100)).EnsureSuccessStatusCode();
        (await (await BuyAsync(-101)).ProblemAsync(HttpStatusCode.Conflict)).ShouldBe("prepaid-below-nothing");
        (await BuyAsync(-1)).EnsureSuccessStatusCode();
        (await StateAsync()).ShouldBe((99, "enough"));
    }

    private async Task<string> ErrorAsync(object funding)
    {
        using var answer = await AgreeAsync(funding);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return ((JsonObject)(await answer.ReadJsonAsync())["errors"]!).Single().Key;
    }

    private async Task<Dictionary<string, long>> FundersAsync()
    {
        var lots = await Club.WithContextAsync(context => context.Lots.AsNoTracking().ToListAsync());
        return lots.GroupBy(lot => lot.Funder.CounterAccount)
            .ToDictionary(group => group.Key, group => group.Sum(lot => lot.Points));
    }

    public sealed class OnSqlite() : FundingTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : FundingTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : FundingTests(DatabaseProvider.SqlServer);
}
