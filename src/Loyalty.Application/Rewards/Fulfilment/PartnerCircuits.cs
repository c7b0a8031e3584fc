using System.Collections.Concurrent;
using Loyalty.Domain.Partners;
using Polly;
using Polly.CircuitBreaker;

namespace Loyalty.Application.Rewards.Fulfilment;

/// <summary>One circuit a partner: whoever answers nothing that can be read is left alone for a while. Kept by each node for
/// itself.</summary>
internal sealed class PartnerCircuits(TimeProvider clock)
{
    public static readonly TimeSpan BreakTime = TimeSpan.FromSeconds(30);

    private const int CallsMin = 10;
    private static readonly TimeSpan SamplingTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<PartnerId, ResiliencePipeline<PartnerAnswer>> pipelines = new();

    public ResiliencePipeline<PartnerAnswer> Of(PartnerId partner) =>
        pipelines.GetOrAdd(
            partner,
            _ =>
                new ResiliencePipelineBuilder<PartnerAnswer> { TimeProvider = clock }
                    .AddCircuitBreaker(
                        new CircuitBreakerStrategyOptions<PartnerAnswer>
                        {
                            FailureRatio = 0.5,
                            MinimumThroughput = CallsMin,
                            SamplingDuration = SamplingTime,
                            BreakDuration = BreakTime,
                            ShouldHandle = arguments =>
                                ValueTask.FromResult(arguments.Outcome.Result is PartnerAnswer.None),
                        }
                    )
                    .Build()
        );
}
