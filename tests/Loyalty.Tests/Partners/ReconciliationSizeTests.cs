using System.Net;
using Loyalty.Application.Partners;
using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Partners.PartnerApiActions;

namespace Loyalty.Tests.Partners;

/// <summary>How much of reconciliations there can be, and for how long.</summary>
public abstract class ReconciliationSizeTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Header = "eventId,type,occurredAt,amount,currency,points\n";

    [Fact]
    public async Task Of_events_that_were_not_listed_so_many_are_kept_and_all_are_counted()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var (day, at) = await TodayAsync();
        await GivenEventsAsync(partner, at, Reconcile.UnlistedMax + 7);

        using var answer = await system.ReconcileAsync(Header, day);

        var view = await answer.ReadNodeAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, view.ToJsonString());
        var count = view["lines"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)count["result"]!, (int)count["found"]!).ShouldBe(("unlisted", Reconcile.UnlistedMax));
        ((int)view["totals"]!["unlistedBeyond"]!).ShouldBe(7);
        ((int)view["totals"]!["ours"]!["events"]!).ShouldBe(Reconcile.UnlistedMax + 7);
    }

    [Fact]
    public async Task A_day_before_all_days_is_refused_and_leaves_nothing_behind()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();

        foreach (var day in new[] { DateOnly.MinValue, new DateOnly(1969, 12, 31) })
        {
            (
                await (await system.ReconcileAsync(Header, day)).ProblemAsync(HttpStatusCode.UnprocessableEntity)
            ).ShouldBe("invalid-request");
        }

        (await system.OkAsync("reconciliations"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_kept_for_long_enough_goes_with_its_lines()
    {
        var partner = await Club.CreatePartnerAsync();
        using var system = await partner.SystemAsync();
        var (day, _) = await TodayAsync();
        var old = await SentAsync();
        var kept = await SentAsync();
        var end = TimeProvider.System.Instant() - SweepReconciliations.KeptFor;
        await Club.WithContextAsync(context =>
            context
                .Reconciliations.Where(one => one.Id == old)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.CreatedAt, end.AddMinutes(-1)))
        );
        await Club.WithContextAsync(context =>
            context
                .Reconciliations.Where(one => one.Id == kept)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.CreatedAt, end.AddHours(1)))
        );

        await using (var scope = Club.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SweepReconciliations>().ExecuteAsync(default);
        }

        (await LinesAsync(old)).ShouldBe(0);
        (await LinesAsync(kept)).ShouldBe(1);
        (await system.GetAsync($"{Root}/reconciliations/{old}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        async Task<ReconciliationId> SentAsync()
        {
            using var answer = await system.ReconcileAsync(Header + "x,,yesterday,1.00,CZK,\n", day);
            Identifier
                .TryParse<ReconciliationId>((string)(await answer.ReadNodeAsync())["id"]!, out var id)
                .ShouldBeTrue();
            return id;
        }

        Task<int> LinesAsync(ReconciliationId id) =>
            Club.WithContextAsync(context =>
                context.ReconciliationLines.CountAsync(line => line.ReconciliationId == id)
            );
    }

    private async Task<(DateOnly Day, DateTimeOffset At)> TodayAsync()
    {
        var zone = await Club.WithContextAsync(async context =>
            (await context.Programmes.AsNoTracking().SingleAsync()).Zone()
        );
        var now = TimeProvider.System.Instant();
        return (now.DayIn(zone), now);
    }

    private Task GivenEventsAsync(TestPartner partner, DateTimeOffset at, int count) =>
        Club.WithContextAsync(context =>
        {
            context.PartnerEvents.AddRange(
                Enumerable
                    .Range(0, count)
                    .Select(i => new PartnerEventRecord
                    {
                        EventKey = PartnerEventKey.Of(partner.View.Id, "/ledger", $"e-{i}"),
                        PartnerId = partner.View.Id,
                        Source = "/ledger",
                        EventId = $"e-{i}",
                        Type = PartnerEvent.TransactionPosted.TypeName,
                        ContentHash = new byte[32],
                        Status = PartnerEventStatus.Posted,
                        OccurredAt = at,
                        ReceivedAt = at,
                    })
            );
            return context.SaveChangesAsync();
        });

    public sealed class OnSqlite() : ReconciliationSizeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : ReconciliationSizeTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : ReconciliationSizeTests(DatabaseProvider.SqlServer);
}
