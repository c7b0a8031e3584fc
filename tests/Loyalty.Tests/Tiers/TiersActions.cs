using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Loyalty.Application.Tiers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Tiers;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Tiers;

/// <summary>A tier set as it was read: its JSON and the tag to change it by.</summary>
internal sealed record ReadTierSet(JsonNode Json, EntityTagHeaderValue ETag)
{
    public string Code => (string)Json["code"]!;

    public string Path => $"{TiersActions.Sets}/{Code}";
}

internal static class TiersActions
{
    public const string Sets = "/api/admin/v1/tier-sets";

    /// <summary>A code that no other test has.</summary>
    public static string NewCode(string prefix = "T") => prefix + RandomNumberGenerator.GetHexString(10);

    /// <summary>Spend in CZK in the calendar year, without grace, unless the test says otherwise.</summary>
    public static JsonObject Definition(params (string Code, string Threshold)[] levels) =>
        new()
        {
            ["basis"] = new JsonObject { ["kind"] = "spend", ["moneyCurrency"] = "CZK" },
            ["window"] = new JsonObject { ["kind"] = "calendarYear" },
            ["levels"] = new JsonArray([
                .. levels.Select(level => new JsonObject
                {
                    ["code"] = level.Code,
                    ["name"] = $"The {level.Code}",
                    ["threshold"] = level.Threshold,
                }),
            ]),
        };

    public static JsonObject Counting(this JsonObject definition, string kind, string? pointCurrency = null)
    {
        definition["basis"] = new JsonObject { ["kind"] = kind };
        if (pointCurrency is not null)
        {
            definition["basis"]!["pointCurrency"] = pointCurrency;
        }

        return definition;
    }

    public static JsonObject InTheLastMonths(this JsonObject definition, int months)
    {
        definition["window"] = new JsonObject { ["kind"] = "rolling", ["months"] = months };
        return definition;
    }

    public static JsonObject WithGrace(this JsonObject definition, int days, string downgrade = "toComputed")
    {
        (definition["graceDays"], definition["downgrade"]) = (days, downgrade);
        return definition;
    }

    public static async Task<ReadTierSet> CreateTierSetAsync(
        this Club club,
        JsonObject definition,
        string? code = null,
        int displayOrder = 0
    )
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.PostAsJsonAsync(
            Sets,
            new JsonObject
            {
                ["code"] = code ?? NewCode(),
                ["name"] = "Status",
                ["displayOrder"] = displayOrder,
                ["definition"] = definition.DeepClone(),
            }
        );
        return await ReadAsync(answer, HttpStatusCode.Created);
    }

    public static async Task<ReadTierSet> ReadTierSetAsync(this Club club, string code)
    {
        using var staff = club.Staff("auditor");
        using var answer = await staff.GetAsync($"{Sets}/{code}");
        return await ReadAsync(answer, HttpStatusCode.OK);
    }

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient staff,
        HttpMethod method,
        string path,
        EntityTagHeaderValue? etag,
        JsonNode? body = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (etag is not null)
        {
            request.Headers.IfMatch.Add(etag);
        }

        return await staff.SendAsync(request);
    }

    /// <summary>Activates the draft, and waits until everybody was judged by it.</summary>
    public static async Task<ReadTierSet> ActivateAsync(this Club club, ReadTierSet set)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.SendAsync(HttpMethod.Post, $"{set.Path}/activate", set.ETag);
        var run = (await answer.ReadAsync(HttpStatusCode.OK))["run"]!;
        await club.FinishedAsync(set.Code, (string)run["id"]!);
        return await club.ReadTierSetAsync(set.Code);
    }

    /// <summary>A set that is in force.</summary>
    public static async Task<ReadTierSet> GivenTiersAsync(
        this Club club,
        JsonObject definition,
        string? code = null,
        int displayOrder = 0
    ) => await club.ActivateAsync(await club.CreateTierSetAsync(definition, code, displayOrder));

    /// <summary>The next definition, in force.</summary>
    public static async Task<ReadTierSet> ChangeTiersAsync(this Club club, ReadTierSet set, JsonObject definition)
    {
        using var staff = club.Staff("manager");
        using var answer = await staff.SendAsync(
            HttpMethod.Put,
            set.Path,
            set.ETag,
            new JsonObject { ["name"] = "Status", ["definition"] = definition }
        );
        return await club.ActivateAsync(await ReadAsync(answer, HttpStatusCode.OK));
    }

    /// <summary>The run, once it is at its end. The job does it, or this.</summary>
    public static async Task<JsonNode> FinishedAsync(this Club club, string set, string run)
    {
        using var staff = club.Staff("auditor");
        return await WaitFor.Async(
            async () =>
            {
                await club.Services.GetRequiredService<WorkOnTiers>().ExecuteAsync();
                return await staff.GetJsonAsync($"{Sets}/{set}/runs/{run}");
            },
            found => found["finishedAt"] is not null
        );
    }

    /// <summary>Has the job done its round.</summary>
    public static async Task<TierWorkReport> WorkOnTiersAsync(this Club club, bool catchUpNow = false)
    {
        var work = club.Services.GetRequiredService<WorkOnTiers>();
        return (await WaitFor.Async(() => work.ExecuteAsync(catchUpNow), report => report is not null))!;
    }

    /// <summary>What the member holds of the first set.</summary>
    public static async Task<JsonNode> TierAsync(this Club club, MemberId member, string query = "") =>
        (await club.TiersAsync(member, query))[0]!;

    public static async Task<JsonArray> TiersAsync(this Club club, MemberId member, string query = "")
    {
        using var staff = club.Staff("auditor");
        return (await staff.GetJsonAsync($"{MembersActions.MembersPath}/{member}/tiers{query}")).AsArray();
    }

    public static async Task<List<JsonNode>> TierHistoryAsync(this Club club, MemberId member)
    {
        using var staff = club.Staff("auditor");
        return await staff.AllPagesAsync($"{MembersActions.MembersPath}/{member}/tiers/history", limit: 2);
    }

    public static async Task<HttpResponseMessage> GiveTierAsync(
        this Club club,
        MemberId member,
        string tier,
        string? lastDay,
        string? reason = "goodwill",
        string? note = null
    )
    {
        using var staff = club.Staff("support");
        return await staff.PostAsJsonAsync(
            $"{MembersActions.MembersPath}/{member}/tiers/manual",
            new JsonObject
            {
                ["tier"] = tier,
                ["lastDay"] = lastDay,
                ["reason"] = reason,
                ["note"] = note,
            }
        );
    }

    /// <summary>A member who joined at an instant.</summary>
    public static Task<MemberId> GivenMemberAsync(this Club club, DateTimeOffset enrolledAt) =>
        club.WithContextAsync(async context =>
        {
            var member = new Member
            {
                Id = Identifier.New<MemberId>(TimeProvider.System.GetUtcNow()),
                EnrolledAt = enrolledAt,
                Name = new PersonName { Display = "A member" },
            };
            context.Members.Add(member);
            await context.SaveChangesAsync();
            return member.Id;
        });

    /// <summary>Takes away what was noted of the member's tiers.</summary>
    public static Task ForgetTiersAsync(this Club club, MemberId member) =>
        club.WithContextAsync(context => context.MemberTiers.Where(row => row.MemberId == member).ExecuteDeleteAsync());

    public static Task<List<MemberTier>> TierRowsAsync(this Club club, MemberId member) =>
        club.WithContextAsync(context =>
            context
                .MemberTiers.AsNoTracking()
                .Where(row => row.MemberId == member)
                .OrderBy(row => row.Number)
                .ToListAsync()
        );

    public static async Task<ReadTierSet> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var json = await answer.ReadAsync(expected);
        return new ReadTierSet(json, answer.Headers.ETag!);
    }
}
