using System.Runtime.CompilerServices;

namespace Loyalty.GraphQL.Conformance;

[QueryType]
public static class ConformanceQuery
{
    public static IConformanceNode? Node([ID] string id) =>
        (IConformanceNode?)ConformanceData.FindMember(id) ?? ConformanceData.FindAccount(id);

    public static Member? Member(MemberBy by)
    {
        if (by.Id is not null)
            return ConformanceData.FindMember(by.Id);
        if (by.Email is not null)
            return Array.Find(ConformanceData.Members, member => member.Email == by.Email);
        return by.Number is { } number
            ? ConformanceData.Members.ElementAtOrDefault(number - 1)
            : ConformanceData.Members[0];
    }

    public static IReadOnlyList<Member> Members(MemberFilter? filter, [DefaultValue(2)] int? first) =>
        [.. ConformanceData.Members.Where(member => filter?.Tier is null || member.Tier == filter.Tier).Slice(first)];

    public static IReadOnlyList<ISearchResult> Search(string text) =>
        text.Length == 0
            ? []
            :
            [
                ConformanceData.Members[0],
                (ISearchResult)ConformanceData.Accounts[0],
                (ISearchResult)ConformanceData.Accounts[1],
            ];

    public static IAccount? Account([ID] string id) => ConformanceData.FindAccount(id);

    public static Nest? Nest() => new(0);

    public static Nest NestNN() => new(0);

    [GraphQLDescription("the coerced arguments as JSON with sorted keys; absent arguments are absent")]
    public static string? Echo(
        int? @int,
        [DefaultValue(7)] int? intDefault,
        [DefaultValue(3)] int intNN,
        double? @float,
        string? str,
        bool? @bool,
        [ID] string? id,
        Tier? tier,
        IReadOnlyList<int?>? list,
        IReadOnlyList<int>? listNN,
        IReadOnlyList<IReadOnlyList<int?>?>? matrix,
        [DefaultValueSyntax("[GOLD]")] IReadOnlyList<Tier>? tiers,
        MemberFilter? filter,
        IReadOnlyList<MemberFilter>? filters,
        MemberBy? by,
        long? @long,
        ConformanceUuid? uuid,
        ConformanceInstant? at,
        IResolverContext context
    ) => JavaScriptJson.Stringify(context.Arguments);

    public static string? Required(int a, string b) => $"{a}:{b}";
}

/// <summary>What a server's mutations add to: each server has its own.</summary>
public sealed class ConformanceCounter
{
    public int Value { get; set; }
}

[MutationType]
public sealed class ConformanceMutation
{
    [GraphQLDescription("adds to a counter and returns it (serial execution shows in the values)")]
    public int Add([DefaultValue(1)] int by, ConformanceCounter counter) => counter.Value += by;

    public static async Task<int> AddSlow(
        [DefaultValue(1)] int by,
        [DefaultValue(20)] int? ms,
        ConformanceCounter counter,
        TimeProvider time
    )
    {
        var before = counter.Value;
        await Task.Delay(TimeSpan.FromMilliseconds(ms ?? 0), time);
        return counter.Value = before + by;
    }

    public static int Reset(ConformanceCounter counter) => counter.Value = 0;

    public static int? Fail() => throw Nest.Boom("mutation");

    public Member? Rename([ID] string id, string name) =>
        ConformanceData.FindMember(id) is { } member ? member with { Name = name } : null;
}

[SubscriptionType]
public static class ConformanceSubscription
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    [Subscribe]
    public static async IAsyncEnumerable<int> Countdown(
        int from,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var i = from; i >= 0; i--)
        {
            await Task.Delay(Pause, cancellationToken);
            yield return i;
        }
    }

    [Subscribe(With = nameof(TickEvents))]
    public static Nest? Tick([EventMessage] int depth) => new(depth);

    public static async IAsyncEnumerable<int> TickEvents([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3; i++)
        {
            await Task.Delay(Pause, cancellationToken);
            yield return i;
        }
    }
}
