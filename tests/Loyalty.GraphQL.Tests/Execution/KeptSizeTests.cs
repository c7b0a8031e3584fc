using System.Globalization;
using System.Text;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Tests.Conformance;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Execution;

public sealed class KeptSizeTests
{
    [Fact]
    public void A_document_may_keep_half_a_field_a_character_and_no_less_than_500()
    {
        var kept = new KeptSize(documentLength: 2_000);

        kept.TryTake(1_000).ShouldBeTrue();
        kept.HasRoom.ShouldBeFalse();
        kept.TryTake(1).ShouldBeFalse();
        new KeptSize(documentLength: 10).TryTake(500).ShouldBeTrue();
    }

    [Fact]
    public async Task A_document_that_unfolds_to_more_than_is_kept_gives_the_same_answer_each_time()
    {
        var text = new StringBuilder("query($x: Boolean!) {");
        for (var i = 0; i < 40; i++)
            text.Append(CultureInfo.InvariantCulture, $" n{i}: nest {{ ...F }}");
        text.Append(" } fragment F on Nest {");
        for (var i = 0; i < 20; i++)
            text.Append(CultureInfo.InvariantCulture, $" a{i}: ok @include(if: $x)");
        text.Append(" ok }");

        var first = await Engine.Conformance.JsonAsync(text.ToString(), """{"x":true}""");
        var again = await Engine.Conformance.JsonAsync(text.ToString(), """{"x":true}""");
        var other = await Engine.Conformance.JsonAsync(text.ToString(), """{"x":false}""");

        again.ShouldBe(first);
        first.ShouldContain("\"n39\":{\"a0\":1");
        other.ShouldContain("\"n39\":{\"ok\":1}");
    }
}
