namespace Loyalty.GraphQL.Conformance;

internal static class ConformanceData
{
    public static readonly Member[] Members =
    [
        new(
            "m1",
            new("00000000-0000-4000-8000-000000000001"),
            "Anna Bērziņa",
            "anna@example.test",
            Tier.Gold,
            new("2020-01-02T03:04:05Z")
        )
        {
            OldName = "Anna",
        },
        new(
            "m2",
            new("00000000-0000-4000-8000-000000000002"),
            "Jānis \"JB\" Ozols",
            null,
            Tier.Bronze,
            new("2021-06-07T08:09:10Z")
        ),
        new(
            "m3",
            new("00000000-0000-4000-8000-000000000003"),
            "🏃 Ilze\n\tKalniņa",
            "ilze@example.test",
            Tier.Silver,
            new("2022-11-12T13:14:15Z")
        ),
    ];

    public static readonly IAccount[] Accounts =
    [
        new PointsAccount("a1", "m1", 120, 9007199254740991, "pt"),
        new CashAccount("a2", "m1", -5, "EUR", 100),
        new PointsAccount("a3", "m2", 0, 0, null),
    ];

    public static Member? FindMember(string id) => Array.Find(Members, member => member.Id == id);

    public static IAccount? FindAccount(string id) => Array.Find(Accounts, account => account.Id == id);

    /// <summary>JavaScript's <c>slice(0, first ?? undefined)</c>: a negative end counts from the back.</summary>
    public static IEnumerable<T> Slice<T>(this IEnumerable<T> items, int? first) =>
        first switch
        {
            null => items,
            < 0 => items.SkipLast((int)Math.Min(-(long)first.Value, int.MaxValue)),
            _ => items.Take(first.Value),
        };
}
