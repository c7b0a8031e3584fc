using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Loyalty.GraphQL;

namespace Loyalty.Benchmarks.GraphQL;

/// <summary>What an app's home screen shows, for one member, held in memory.</summary>
public static class HomeScreenData
{
    private const int EntriesAWallet = 40;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper), new UtcConverter() },
    };

    // Instants as the scalar DateTime writes them.
    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(
                value.UtcDateTime.ToString(MemoryServer.InstantFormat, CultureInfo.InvariantCulture)
            );
    }

    public static HomeMember Member { get; } =
        new(
            "mbr_01890a5d-ac96-774b-bcce-b302099a8057",
            "Jana Nováková",
            new HomeCard("3080123456789012345", "3080 1234 5678 9012 345", CardStatus.Active),
            new HomeTier("GOLD", "Gold", new DateOnly(2026, 3, 1), "PLATINUM", 12_400),
            [Wallet(1, "POINTS", "Points"), Wallet(2, "STATUS", "Status points")]
        );

    /// <summary>What the home screen shows of the member, as plain data.</summary>
    public static object Screen { get; } = new
    {
        data = new
        {
            me = new
            {
                Member.Id,
                Member.Name,
                Member.Card,
                Member.Tier,
                wallets = Member
                    .Wallets.Select(wallet => new
                    {
                        wallet.Id,
                        wallet.Currency,
                        wallet.Balance,
                        wallet.Available,
                        wallet.Pending,
                        wallet.Lapsing,
                        entries = new
                        {
                            nodes = wallet.Entries.Take(10).ToArray(),
                            pageInfo = new HomePage(HasNextPage: true, wallet.Entries[9].Cursor),
                        },
                    })
                    .ToArray(),
            },
        },
    };

    private static HomeWallet Wallet(int number, string code, string name) =>
        new(
            "wal_" + number.ToString("D12", CultureInfo.InvariantCulture),
            new HomeCurrency(code, name),
            13_750 * number,
            13_000 * number,
            750 * number,
            [
                .. Enumerable
                    .Range(1, 4)
                    .Select(i => new HomeLapsing(new DateOnly(2027, i * 3, 28), 3_000L * number + i)),
            ],
            [.. Enumerable.Range(1, EntriesAWallet).Select(i => Entry(number, i))]
        );

    private static HomeEntry Entry(int wallet, int i) =>
        new(
            $"ent_{wallet:D4}{i:D12}",
            i % 7 == 0 ? EntryKind.Redemption : EntryKind.Accrual,
            i % 7 == 0 ? -500 : 125 + i,
            13_750 - i * 100,
            new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero).AddHours(-i * 7),
            i % 5 == 0 ? null : new HomePartner("North Bank"),
            $"{125 + i} points for 12 {500 + i}.00 CZK with North Bank: 1 point per 100 CZK.",
            $"c{wallet}x{i:D6}"
        );
}

public sealed record HomeMember(
    [property: ID] string Id,
    string Name,
    HomeCard? Card,
    HomeTier? Tier,
    IReadOnlyList<HomeWallet> Wallets
);

[ObjectType("Card")]
public sealed record HomeCard(string Number, string PrintedNumber, CardStatus Status);

[ObjectType("Tier")]
public sealed record HomeTier(string Code, string Name, DateOnly ReachedOn, string? NextCode, long? PointsToNext);

[ObjectType("PointCurrency")]
public sealed record HomeCurrency(string Code, string Name);

public sealed record HomeWallet(
    [property: ID] string Id,
    HomeCurrency Currency,
    long Balance,
    long Available,
    long Pending,
    IReadOnlyList<HomeLapsing> Lapsing,
    [property: GraphQLIgnore] IReadOnlyList<HomeEntry> Entries
);

[ObjectType("LapsingPoints")]
public sealed record HomeLapsing(DateOnly Day, long Points);

public sealed record HomeEntry(
    [property: ID] string Id,
    EntryKind Kind,
    long Points,
    long BalanceAfter,
    DateTimeOffset OccurredAt,
    HomePartner? Partner,
    string Summary,
    [property: GraphQLIgnore] string Cursor
);

[ObjectType("Partner")]
public sealed record HomePartner(string Name);

public sealed record HomeEntries(IReadOnlyList<HomeEntry> Nodes, HomePage PageInfo);

[ObjectType("PageInfo")]
public sealed record HomePage(bool HasNextPage, string? EndCursor);

public enum CardStatus
{
    Active,
    Blocked,
}

public enum EntryKind
{
    Accrual,
    Redemption,
}
