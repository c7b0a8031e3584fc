using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Earning;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Loyalty.Tests;

public abstract class ProgrammeTests(DatabaseProvider provider) : DatabaseTests(provider)
{
    private const string Programme = "/api/admin/v1/programme";

    [Fact]
    public async Task There_is_a_programme_from_the_start_and_staff_change_it()
    {
        // Its own club, because the programme is everybody's.
        await using var club = await Club.StartAsync(Provider);
        using var staff = club.Staff("manager");

        var first = await staff.GetAsync(Programme);
        (await first.Content.ReadAsStringAsync()).ShouldBe(
            """{"name":"Club","timeZone":"UTC","returnPolicy":"withArrears","lapsedReturnGraceDays":null,"transfersAllowed":false,"mergeUndoDays":30}"""
        );

        var changed = await PutAsync(staff, first.Headers.ETag!, "Asia/Shanghai", "pendingOnly");
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await club.WithContextAsync(context => context.Programmes.SingleAsync()))
            .Zone()
            .BaseUtcOffset.ShouldBe(TimeSpan.FromHours(8));

        (await PutAsync(staff, first.Headers.ETag!, "UTC", "withArrears")).StatusCode.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
        foreach (
            var zone in new[] { "", "Mars/Olympus", "../../etc/passwd", "China Standard Time", "asia/shanghai", "a\0" }
        )
        {
            var answer = await PutAsync(staff, changed.Headers.ETag!, zone, "withArrears");
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, zone);
            (await answer.ReadJsonAsync())["errors"]!["timeZone"].ShouldNotBeNull();
        }

        using var auditor = club.Staff("auditor");
        (await PutAsync(auditor, changed.Headers.ETag!, "UTC", "withArrears")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    private static async Task<HttpResponseMessage> PutAsync(
        HttpClient staff,
        EntityTagHeaderValue tag,
        string timeZone,
        string returnPolicy
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Programme);
        request.Headers.IfMatch.Add(tag);
        request.Content = JsonContent.Create(
            new
            {
                name = "Owners' club",
                timeZone,
                returnPolicy,
            }
        );
        return await staff.SendAsync(request);
    }

    public sealed class OnSqlite() : ProgrammeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ProgrammeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ProgrammeTests(DatabaseProvider.SqlServer);
}
