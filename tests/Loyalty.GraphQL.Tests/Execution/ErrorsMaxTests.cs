using Loyalty.GraphQL.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Execution;

[ObjectType]
public sealed record Thing(int Number)
{
    public string? Broken => throw new GraphQLException($"thing {Number} is broken");

    public string? Failing => throw new InvalidOperationException($"internals of {Number}");

    public async Task<string?> LateAsync()
    {
        await Task.Yield();
        throw new GraphQLException($"thing {Number} is late");
    }
}

[QueryType]
public static class ThingQuery
{
    public static IReadOnlyList<Thing> Things(int count) => [.. Enumerable.Range(0, count).Select(i => new Thing(i))];

    public static string? Many() =>
        throw new GraphQLException([.. Enumerable.Range(0, 500).Select(i => new GraphQLError($"{i}"))]);
}

public sealed class ErrorsMaxTests : IDisposable
{
    private readonly CountingLogger log = new();
    private readonly Engine engine;

    public ErrorsMaxTests() =>
        engine = Engine.Create(services =>
        {
            services.AddSingleton<ILogger<RequestExecutor>>(log);
            Engine.AddTypes(services.AddGraphQLServer(), typeof(ThingQuery), typeof(Thing));
        });

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData("broken")]
    [InlineData("late")]
    public async Task Of_ten_thousand_errors_a_hundred_are_told_and_the_others_counted(string field)
    {
        var result = await engine.RunAsync($"{{ things(count: 10000) {{ {field} }} }}");

        result.Errors.Count.ShouldBe(101);
        result.Errors.Take(100).ShouldAllBe(error => error.Code == null && error.Path!.Count == 3);
        var last = result.Errors[100];
        (last.Code, last.Path).ShouldBe((ErrorCodes.TooManyErrors, null));
        (last.Extensions["allowed"], last.Extensions["leftOut"]).ShouldBe((100, 9_900));
        var json = result.ToJson();
        json.Length.ShouldBeLessThan(300_000);
        json.ShouldContain("\"code\":\"TOO_MANY_ERRORS\"");
        json.Split($"{{\"{field}\":null}}").Length.ShouldBe(10_001);
    }

    [Fact]
    public async Task The_first_items_of_a_list_are_the_ones_that_are_told() =>
        (await engine.RunAsync("{ things(count: 200) { broken } }"))
            .Errors.Take(100)
            .Select(error => error.Message)
            .ShouldBe(Enumerable.Range(0, 100).Select(i => $"thing {i} is broken"));

    [Fact]
    public async Task As_many_as_are_allowed_are_told_without_more() =>
        (await engine.RunAsync("{ things(count: 100) { broken } }")).Errors.ShouldAllBe(error => error.Code == null);

    [Fact]
    public async Task One_resolver_cannot_add_more_either() =>
        (await engine.RunAsync("{ many }")).Errors[^1].Extensions["leftOut"].ShouldBe(400);

    [Fact]
    public async Task The_log_is_not_filled()
    {
        await engine.RunAsync("{ things(count: 10000) { failing } }");

        log.Count.ShouldBe(100);
    }

    private sealed class CountingLogger : ILogger<RequestExecutor>
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Count += logLevel == LogLevel.Error ? 1 : 0;
    }
}
