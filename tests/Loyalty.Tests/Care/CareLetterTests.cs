using System.Net;
using System.Text.Json.Nodes;
using CsvHelper;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>Letters go to print once, and to nobody who does not want them.</summary>
public abstract class CareLetterTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    private const string Letters = $"{Admin}/care-letters";

    [Fact]
    public async Task Letters_stand_in_one_file_and_whoever_cannot_be_written_to_is_left_out()
    {
        var rule = await LetterRuleAsync();
        using var support = Club.Staff("support");
        using (var none = await support.PostAsync(Letters, content: null))
        {
            await none.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "no-care-letters");
        }

        var german = await Club.GivenReachableAsync("de", "Ada Berg", street: "Hauptstraße 1");
        var trickster = await Club.GivenReachableAsync(display: "=HYPERLINK(\"x\")", street: "\"Quote\", Street 2");
        var withdrawn = await Club.GivenReachableAsync();
        await support.ConsentAsync(withdrawn, "post", granted: false);
        var homeless = Reachable();
        homeless["member"]!["address"] = null;
        var nowhere = Id(await Club.EnrolMemberAsync(homeless));
        var resting = await Club.GivenReachableAsync();
        await Club.PreferAsync(new CarePreferences { MemberId = resting, SnoozedUntil = Clock.Now.AddDays(1) });
        foreach (var member in new[] { german, trickster, withdrawn, nowhere, resting })
        {
            await Club.GivenContactAsync(rule, member, ConsentChannel.Post);
        }

        using var made = await support.PostAsync(Letters, content: null);
        var file = await made.ReadAsync(HttpStatusCode.Created);

        (file["number"]!.GetValue<int>(), file["letters"]!.GetValue<int>(), file["leftOut"]!.GetValue<int>()).ShouldBe(
            (1, 2, 2)
        );
        (await Club.SkippedReasonsAsync()).ShouldBe([CareReasons.NoAddress, CareReasons.NoConsent]);
        var lines = await ReadAsync(support, file);
        lines.Length.ShouldBe(2);
        var first = lines.Single(line => line["language"] == "de");
        (first["label1"], first["label2"], first["label3"], first["label4"]).ShouldBe(
            ("Ada Berg", "Hauptstraße 1", "10115 Berlin", "")
        );
        (first["subject"], first["body"]).ShouldBe(("Für Ada Berg", "Liebe Ada Berg,\nbis bald."));
        var second = lines.Single(line => line["language"] == "en");
        (second["label1"], second["label2"]).ShouldBe(("'=HYPERLINK(\"x\")", "\"Quote\", Street 2"));

        // Whoever says no after that has no line, when the file is fetched again.
        await support.ConsentAsync(german, "post", granted: false);
        (await ReadAsync(support, file)).ShouldHaveSingleItem()["language"].ShouldBe("en");
        (await support.AllPagesAsync(Letters, 1)).ShouldHaveSingleItem()["id"]!
            .ToString()
            .ShouldBe(file["id"]!.ToString());
    }

    [Fact]
    public async Task Of_several_files_at_once_each_letter_stands_in_one()
    {
        var rule = await LetterRuleAsync();
        for (var i = 0; i < 6; i++)
        {
            await Club.GivenContactAsync(rule, await Club.GivenReachableAsync(), ConsentChannel.Post);
        }

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(i => Agent($"{i}").PostAsync(Letters, content: null))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(4);
        var files = await Club.WithContextAsync(context => context.CareLetterFiles.AsNoTracking().ToListAsync());
        files.ShouldHaveSingleItem().Letters.ShouldBe(6);
        await Club.GivenContactAsync(rule, await Club.GivenReachableAsync(), ConsentChannel.Post);
        using var agent = Agent("a");
        using var next = await agent.PostAsync(Letters, content: null);
        (await next.ReadAsync(HttpStatusCode.Created))["number"]!.GetValue<int>().ShouldBe(2);
        (await agent.AllPagesAsync(Letters, 1)).Select(file => file["number"]!.GetValue<int>()).ShouldBe([2, 1]);
        (
            await Club.WithContextAsync(context => context.CareEvents.CountAsync(one => one.Status == CareStatus.Sent))
        ).ShouldBe(7);
    }

    private Task<CareRule> LetterRuleAsync() =>
        Club.GivenCareRuleAsync(definition =>
            AfterService(definition) with
            {
                Channels = [ConsentChannel.Post],
                Texts =
                [
                    new RewardText("en", "For {name}", "Dear {name},\nsee you.", Terms: null),
                    new RewardText("de", "Für {name}", "Liebe {name},\nbis bald.", Terms: null),
                ],
            }
        );

    private static async Task<Dictionary<string, string>[]> ReadAsync(HttpClient staff, JsonNode file)
    {
        using var answer = await staff.GetAsync($"{Letters}/{file["id"]}/file");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        using var body = new MemoryStream(await answer.Content.ReadAsByteArrayAsync());
        using var csv = CsvReader.Create(body, CsvReaderOptions.Default, leaveOpen: true);
        var lines = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            lines.Add(
                new[]
                {
                    "careEventId",
                    "label1",
                    "label2",
                    "label3",
                    "label4",
                    "label10",
                    "language",
                    "subject",
                    "body",
                }.ToDictionary(column => column, column => csv.GetString(column), StringComparer.Ordinal)
            );
        }

        return [.. lines];
    }

    public sealed class OnSqlite() : CareLetterTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : CareLetterTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : CareLetterTests(DatabaseProvider.SqlServer);
}
