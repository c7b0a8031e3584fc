using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Points;

/// <summary>Merges over the staff's REST.</summary>
internal static class MergeActions
{
    public static Task<HttpResponseMessage> SendMergeAsync(
        this HttpClient staff,
        MemberId survivor,
        MemberId duplicate
    ) =>
        staff.PostAsJsonAsync(
            $"{MembersPath}/{survivor}/merges",
            new JsonObject { ["duplicate"] = duplicate.ToString() }
        );

    public static async Task<string> MergeAsync(this HttpClient staff, MemberId survivor, MemberId duplicate) =>
        await staff.SendMergeAsync(survivor, duplicate).IdAsync();

    public static async Task UndoMergeAsync(this HttpClient staff, string merge) =>
        await (await staff.PostAsync($"/api/admin/v1/merges/{merge}/undo", null)).ReadAsync(HttpStatusCode.OK);

    /// <summary>The second look, of which only the time has not come yet.</summary>
    public static async Task SettleAsync(this Club club, MemberId member)
    {
        var due = await club.WithContextAsync(context =>
            context
                .Members.Where(row => row.Id == member && row.SettleAfter != null)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(m => m.SettleAfter, TimeProvider.System.Instant().AddSeconds(-1))
                )
        );
        due.ShouldBe(1);
        await using var scope = club.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForfeitPoints>().DueAsync(CancellationToken.None);
    }
}
