using Loyalty.Application.Points.Ledger;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;

namespace Loyalty.Application.Points;

public sealed partial class EarnPoints
{
    /// <summary>What is to be done for one event.</summary>
    private abstract record Step
    {
        public sealed record Answer(EventResult Result) : Step;

        public sealed record Repeat(PartnerEventRecord Record) : Step;

        public sealed record Submit(EventCommand Command) : Step;

        public sealed record Link(PartnerEventRecord Record) : Step;
    }
}
