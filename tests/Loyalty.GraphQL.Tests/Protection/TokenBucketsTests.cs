using Loyalty.GraphQL.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

public sealed class TokenBucketsTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void A_bucket_empties_and_fills_again()
    {
        var buckets = new TokenBuckets(new TokenBucketLimits(Capacity: 10, PerSecond: 2), clock);

        buckets.Take("a", 8).ShouldBe(TimeSpan.Zero);
        buckets.Take("a", 4).ShouldBe(TimeSpan.FromSeconds(1));
        buckets.Take("b", 4).ShouldBe(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromSeconds(1));
        buckets.Take("a", 4).ShouldBe(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromHours(1));
        buckets.Take("a", 10).ShouldBe(TimeSpan.Zero);
        buckets.Take("a", 1).ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void What_exceeds_the_bucket_waits_for_a_full_one()
    {
        var buckets = new TokenBuckets(new TokenBucketLimits(Capacity: 10, PerSecond: 2), clock);
        buckets.Take("a", 1);

        buckets.Take("a", 1000).ShouldBe(TimeSpan.FromSeconds(0.5));
        clock.Advance(TimeSpan.FromSeconds(1));
        buckets.Take("a", 1000).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Of_many_at_once_as_many_pass_as_there_are_tokens()
    {
        var buckets = new TokenBuckets(new TokenBucketLimits(Capacity: 100, PerSecond: 1), clock);
        var passed = 0;

        Parallel.For(
            0,
            1_000,
            _ =>
            {
                if (buckets.Take("a", 1) == TimeSpan.Zero)
                    Interlocked.Increment(ref passed);
            }
        );

        passed.ShouldBe(100);
    }

    [Fact]
    public void Buckets_are_bounded_and_full_ones_forgotten()
    {
        var buckets = new TokenBuckets(new TokenBucketLimits(Capacity: 10, PerSecond: 1), clock, keysMax: 50);
        for (var i = 0; i < 500; i++)
            buckets.Take("k" + i, 10);
        buckets.Count.ShouldBe(50);
        buckets.Take("new", 1).ShouldBeGreaterThan(TimeSpan.Zero);

        clock.Advance(TimeSpan.FromSeconds(10));

        buckets.Take("newer", 10).ShouldBe(TimeSpan.Zero);
        buckets.Count.ShouldBe(1);
    }

    private sealed class Limiter(TokenBuckets buckets) : IOperationRateLimiter
    {
        public List<double> Costs { get; } = [];

        public ValueTask<TimeSpan> AcquireAsync(
            GraphQLRequest request,
            double cost,
            CancellationToken cancellationToken
        )
        {
            Costs.Add(cost);
            return new(buckets.Take("everybody", cost));
        }
    }

    [Fact]
    public async Task Operations_are_limited_by_their_cost()
    {
        var limiter = new Limiter(new TokenBuckets(new TokenBucketLimits(Capacity: 15, PerSecond: 1), clock));
        using var engine = Engine.Create(services =>
        {
            services.AddSingleton<IOperationRateLimiter>(limiter);
            Engine.AddTypes(services.AddGraphQLServer().AddCostAnalyzer(), typeof(ShopQuery), typeof(Shop));
        });

        (await engine.JsonAsync("{ slow }")).ShouldBe("{\"data\":{\"slow\":\"slow\"}}");
        (await engine.RunAsync("{ nonsense }")).Errors[0].Code.ShouldBeNull();
        (await engine.RunAsync("{ shops(max: 1000) { name } }")).Code().ShouldBe(ErrorCodes.CostExceeded);
        var refused = await engine.RunAsync("{ slow }");

        refused.Code().ShouldBe(ErrorCodes.RateLimited);
        refused.Errors[0].Extensions["retryAfterSeconds"].ShouldBe(7);
        limiter.Costs.ShouldBe([10, 1, 1, 10]);
        clock.Advance(TimeSpan.FromSeconds(7));
        (await engine.RunAsync("{ slow }")).Errors.ShouldBeEmpty();
    }
}
