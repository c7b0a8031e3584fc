using System.Diagnostics;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Rewards;
using Loyalty.GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Loyalty.Benchmarks.Rewards;

/// <summary>As many published rewards as a club can have: one that needs nothing, one with voucher codes, and copies of the first in
/// fifty categories.</summary>
/// <param name="Original">what the others are copies of.</param>
/// <param name="Immediate">its id in GraphQL. It is fulfilled at once.</param>
/// <param name="Code">the id in GraphQL of the one that is fulfilled with a code.</param>
internal sealed record LargeCatalogue(RewardId Original, string Immediate, string Code)
{
    public const int Categories = 50;
    private const string Price = "POINTS";

    /// <summary>Makes both, the latter with its codes.</summary>
    /// <param name="codes">how many.</param>
    /// <returns>the rewards, and how long the codes took.</returns>
    public static async Task<(LargeCatalogue Catalogue, TimeSpan Import)> CreateAsync(
        IServiceProvider services,
        int codes
    )
    {
        var immediate = await AddAsync(services, RewardKind.Donation, FulfilmentMethod.Immediate, codes: 0);
        var watch = Stopwatch.StartNew();
        var code = await AddAsync(services, RewardKind.Voucher, FulfilmentMethod.Code, codes);
        var ids = services.GetRequiredService<INodeIdSerializer>();
        return (
            new(immediate, ids.Format("Reward", immediate.ToString()), ids.Format("Reward", code.ToString())),
            watch.Elapsed
        );
    }

    /// <summary>Fills the catalogue up with copies that differ in what is searched and ordered by.</summary>
    public async Task FillAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var fill = source.CreateCommand(
            $"""
            insert into rewards select (jsonb_populate_record(r, jsonb_build_object(
                'id', '01890a5d-ac96-7000-8d00-' || lpad(to_hex(n), 12, '0'),
                'display_order', n, 'category', 'c' || n % {Categories}, 'search_text', 'REWARD ' || n || ' TREES',
                'definition', replace(r.definition, 'Plant a tree', 'Plant ' || n || ' trees')
            ))).* from rewards r, generate_series(1, {PublishReward.PublishedMax - 2}) n where r.id = $1
            """
        );
        fill.Parameters.AddWithValue(Original.Value);
        await fill.ExecuteNonQueryAsync();
        await using var analyze = source.CreateCommand("vacuum analyze");
        await analyze.ExecuteNonQueryAsync();
    }

    private static async Task<RewardId> AddAsync(
        IServiceProvider services,
        RewardKind kind,
        FulfilmentMethod method,
        int codes
    )
    {
        var document = new RewardDocument(
            kind,
            [new RewardTextDocument("en", "Plant a tree", "For one point."), new RewardTextDocument("de", "Ein Baum")],
            Pictures: null,
            "benchmark",
            DisplayOrder: 0,
            [new RewardPriceDocument(Price, 1)],
            Fulfilment: new RewardFulfilmentDocument(method)
        );
        var reward = (await services.GetRequiredService<CreateReward>().ExecuteAsync(document, default)).Value;
        if (codes > 0)
        {
            var lines = Enumerable.Range(1, codes).Select(i => new RewardCodeLine(i, $"BENCH-{i:0000000}"));
            var import = services.GetRequiredService<ImportRewardCodes>();
            _ = (await import.ExecuteAsync(reward.Id, lines.ToAsyncEnumerable(), progress: null, default)).Value;
        }
        var publish = services.GetRequiredService<PublishReward>();
        return (await publish.ExecuteAsync(new PublishRewardRequest(reward.Id, reward.Version), default)).Value.Id;
    }
}
