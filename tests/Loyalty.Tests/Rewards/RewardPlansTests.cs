using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage;
using Loyalty.Storage.Rewards;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Loyalty.Tests.Points;
using Loyalty.Tests.Tiers;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using DatabaseProvider = Loyalty.Testing.DatabaseProvider;

namespace Loyalty.Tests.Rewards;

/// <summary>At the largest catalogue that can be published a page is found by a range of the index, and so is a free code.</summary>
public abstract class RewardPlansTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private const string Index = "ix_rewards_status_display_order_id";
    private const string CategoryIndex = "ix_rewards_status_category_display_order_id";
    private const int CategoryCount = 20;
    private const int PageSize = 20;

    protected override async Task PrepareAsync()
    {
        await FillAsync();
    }

    [Fact]
    public async Task A_page_is_a_range_of_the_index_and_every_reward_is_found()
    {
        var now = Club.Now();
        await Club.WithContextAsync(async context =>
        {
            var all = context.Rewards.AsNoTracking().Visible(now);
            var middle = RewardPosition.Of((await all.Behind(position: null, 5_000).ToListAsync())[^1]);
            await ShouldUseAsync(context, all.Behind(position: null, PageSize), Index, times: 1);
            await ShouldUseAsync(context, all.Behind(middle, PageSize), Index, times: 2);
            await ShouldUseAsync(context, all.Before(middle, PageSize), Index, times: 2);
            var category = all.Where(reward => reward.Category == "c7");
            await ShouldUseAsync(context, category.Behind(middle, PageSize), CategoryIndex, times: 2);
            (await all.Behind(middle, PublishReward.PublishedMax).CountAsync()).ShouldBe(
                PublishReward.PublishedMax - 5_000
            );
            return true;
        });

        // A filter that hangs on the member looks at each of them, and ends.
        var app = await Club.GivenSignedInMemberAsync();
        var data = await app.AskAsync(
            """
            { none: rewards(filter: { canRedeem: true }) { nodes { id } pageInfo { hasNextPage } }
              last: rewards(last: 1) { nodes { title } } found: rewards(filter: { search: "number 9999 of" }) { nodes { title } }
              rewardCategories { count } }
            """
        );
        data["none"]!["nodes"]!.AsArray().ShouldBeEmpty();
        data["none"]!["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeFalse();
        data["found"]!["nodes"]!.AsArray().Count.ShouldBe(1);
        data["rewardCategories"]!.AsArray().Sum(one => (int)one!["count"]!).ShouldBe(PublishReward.PublishedMax);

        var more = await Club.CreateRewardAsync();
        using var staff = Club.Staff("manager");
        using var refused = await staff.SendAsync(HttpMethod.Post, $"{more.Path}/publish", more.ETag);
        await refused.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "too-many-rewards");
    }

    [Fact]
    public async Task Free_codes_are_found_by_their_own_index_however_many_were_given_out()
    {
        var now = Club.Now();
        var reward = await Club.WithContextAsync(context => context.Rewards.Select(one => one.Id).FirstAsync());
        await Club.WithContextAsync(context =>
        {
            context.RewardCodes.AddRange(
                Enumerable
                    .Range(0, 4_000)
                    .Select(i => new RewardCode
                    {
                        Id = Identifier.New<RewardCodeId>(now),
                        RewardId = reward,
                        EncryptedCode = new byte[150],
                        Fingerprint = SHA256.HashData(BitConverter.GetBytes(i)),
                        ImportedAt = now,
                        RedemptionId = i % 4 == 0 ? RedemptionId.From(Guid.CreateVersion7()) : null,
                    })
            );
            return context.SaveChangesAsync();
        });

        await Club.WithContextAsync(async context =>
        {
            await context.LookAtCodesAsync(CancellationToken.None);
            var taking = context.TakingCodes(reward, RedemptionId.From(Guid.CreateVersion7()), 1);
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = string.Format(
                CultureInfo.InvariantCulture,
                taking.Format,
                [.. taking.GetArguments().Select(value => value is int count ? $"{count}" : $"'{value}'")]
            );
            await ShouldUseAsync(context, command, "ix_reward_codes_reward_id_imported_at_id", times: 1);
            return true;
        });
    }

    private async Task ShouldUseAsync(LoyaltyDbContext context, IQueryable<Reward> page, string index, int times)
    {
        await using var command = page.CreateDbCommand();
        await ShouldUseAsync(context, command, index, times);
    }

    private async Task ShouldUseAsync(LoyaltyDbContext context, DbCommand command, string index, int times)
    {
        if (Provider == DatabaseProvider.SqlServer)
        {
            return; // It shows plans in a mode of the connection alone.
        }

        command.CommandText =
            (Provider == DatabaseProvider.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        await context.Database.OpenConnectionAsync();
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(Provider == DatabaseProvider.Sqlite ? 3 : 0));
            }
        }

        var text = string.Join('\n', plan);
        var isSearch = Provider == DatabaseProvider.Sqlite ? "SEARCH" : "Index Scan";
        plan.Count(line =>
                line.Contains(isSearch, StringComparison.Ordinal) && line.Contains(index, StringComparison.Ordinal)
            )
            .ShouldBe(times, text);
        text.ShouldNotContain("Seq Scan");
    }

    private async Task FillAsync()
    {
        await Club.EnsurePointsAsync();
        var now = Club.Now();
        await Club.CreateRewardAsync();
        var definition = await Club.WithContextAsync(async context =>
            (await context.Rewards.AsNoTracking().SingleAsync()).Definition
        );
        for (var batch = 0; batch < 10; batch++)
        {
            var from = batch * 1_000;
            await Club.WithContextAsync(context =>
            {
                for (var i = from; i < from + 1_000; i++)
                {
                    var reward = new Reward { Id = Identifier.New<RewardId>(now), CreatedAt = now };
                    reward.Change(
                        definition with
                        {
                            Texts = [new RewardText("en", $"Number {i} of the catalogue", null, null)],
                            Category = $"c{i % CategoryCount}",
                            DisplayOrder = i / 30,
                        }
                    );
                    reward.Publish(now);
                    context.Rewards.Add(reward);
                }

                return context.SaveChangesAsync();
            });
        }

        if (Provider == DatabaseProvider.PostgreSql)
        {
            await Club.WithContextAsync(context => context.Database.ExecuteSqlRawAsync("ANALYZE rewards"));
        }
    }

    public sealed class OnSqlite() : RewardPlansTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RewardPlansTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RewardPlansTests(DatabaseProvider.SqlServer);
}
