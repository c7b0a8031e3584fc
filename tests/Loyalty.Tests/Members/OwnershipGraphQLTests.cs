using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

/// <summary>A member can read nothing of another.</summary>
public abstract class OwnershipGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Ids = "{ me { id vehicles { id } wallets { id } entries { nodes { id } } } }";

    private const string Nodes = """
        query($ids: [ID!]!) { nodes(ids: $ids) { id __typename
          ... on Member { person { name { display } } } ... on Wallet { balance } ... on Vehicle { vin } ... on Entry { points } } }
        """;

    private static readonly string[] Types = ["Member", "Vehicle", "Wallet", "Entry"];

    [Fact]
    public async Task Ids_of_every_type_lead_their_owner_there_and_nobody_else()
    {
        var (mine, theirs) = (await GivenRichMemberAsync(), await GivenRichMemberAsync());
        var (myIds, theirIds) = (await IdsAsync(mine), await IdsAsync(theirs));

        var found = await NodesAsync(mine, [.. myIds, .. theirIds]);

        found.Take(myIds.Count).Select(node => node!["id"]!.ToString()).ShouldBe(myIds);
        found.Take(myIds.Count).Select(node => node!["__typename"]!.ToString()).ShouldBe(Types);
        found.Skip(myIds.Count).ShouldAllBe(node => node == null);
        foreach (var id in theirIds)
        {
            var one = await mine.AskAsync("query($id: ID!) { node(id: $id) { id } }", new { id });
            one["node"].ShouldBeNull();
        }
    }

    [Fact]
    public async Task No_mixture_of_type_and_id_gives_anything_of_another_member()
    {
        var (mine, theirs) = (await GivenRichMemberAsync(), await GivenRichMemberAsync());
        var own = await IdsAsync(mine);
        var raw = own.Concat(await IdsAsync(theirs))
            .Select(Decode)
            .Select(id => id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .ToArray();
        var entry = raw[^1];
        string[] ids =
        [
            .. raw,
            .. raw.Select(id => id.ToUpperInvariant()),
            entry.Replace(".1", ".2", StringComparison.Ordinal),
        ];
        string[] noises = ["", " ", "\0", ".", ".1", "'"];
        var mixtures =
            from type in Gen.Elements(Types)
            from id in Gen.Elements(ids)
            from noise in Gen.Elements(noises)
            select Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{type}:{id}{noise}"));
        var sample = mixtures.Sample(100).Distinct(StringComparer.Ordinal).ToArray();

        var found = await NodesAsync(mine, sample);

        for (var i = 0; i < sample.Length; i++)
        {
            if (!own.Contains(sample[i]))
            {
                found[i].ShouldBeNull(Decode(sample[i]));
            }
        }
    }

    [Fact]
    public async Task A_vehicle_that_was_sold_is_the_next_owners_alone()
    {
        var (seller, buyer) = (await GivenRichMemberAsync(), await Club.GivenSignedInMemberAsync());
        var id = await seller.IdAsync("{ me { vehicles { id vin } } }", "me", "vehicles", 0, "id");
        var vin = await seller.IdAsync("{ me { vehicles { id vin } } }", "me", "vehicles", 0, "vin");
        using var staff = Club.Staff();
        var vehicle = Decode(id)["Vehicle:".Length..];
        var on = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
        var ended = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            staff,
            $"{MembersPath}/{seller.Member}/vehicles/{vehicle}/end",
            new { on }
        );
        ended.IsSuccessStatusCode.ShouldBeTrue(await ended.Content.ReadAsStringAsync());
        await buyer.MutateAsync(
            "registerVehicle",
            "vehicle { id }",
            new { idempotencyKey = MemberAppActions.NewKey(), vin }
        );

        (await NodesAsync(seller, [id]))[0].ShouldBeNull();
        (await NodesAsync(buyer, [id]))[0].ShouldNotBeNull();
    }

    private async Task<MemberApp> GivenRichMemberAsync()
    {
        var app = await Club.GivenSignedInMemberAsync(Person().WithVehicle(Vin()));
        await Club.TakeAsync(await Club.GivenPartnerAsync(), PointsActions.Grant(app.Member, 100));
        return app;
    }

    /// <summary>One id of each type, in the order of <see cref="Types"/>.</summary>
    private static async Task<IReadOnlyList<string>> IdsAsync(MemberApp app)
    {
        var me = (await app.AskAsync(Ids))["me"]!;
        return
        [
            .. new[] { me, me["vehicles"]![0]!, me["wallets"]![0]!, me["entries"]!["nodes"]![0]! }.Select(node =>
                node["id"]!.ToString()
            ),
        ];
    }

    private static async Task<JsonArray> NodesAsync(MemberApp app, IReadOnlyList<string> ids) =>
        (await app.AskAsync(Nodes, new { ids }))["nodes"]!.AsArray();

    private static string Decode(string id) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id));

    public sealed class OnSqlite() : OwnershipGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : OwnershipGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : OwnershipGraphQLTests(DatabaseProvider.SqlServer);
}
