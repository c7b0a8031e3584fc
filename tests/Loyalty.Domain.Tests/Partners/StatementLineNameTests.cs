using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests.Partners;

public sealed class StatementLineNameTests
{
    private static readonly Gen<StatementLineName> Names =
        from movement in Gen.Elements(Enum.GetValues<StatementMovement>())
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from isOthers in Gen.Elements(true, false)
        from currency in Gen.Elements("POINTS", "STATUS_2", "AB")
        select movement is StatementMovement.Issued or StatementMovement.Reversed
            ? new StatementLineName(movement, isOthers ? null : id, currency)
            : new StatementLineName(movement, id, PointCurrency: null);

    [Fact]
    public void What_names_a_line_is_read_as_it_was_written() =>
        Prop.ForAll(
                Names.ToArbitrary(),
                name =>
                {
                    StatementLineName.TryParse(name.ToString(), out var read).ShouldBeTrue();
                    read.ShouldBe(name);
                    name.ToString().Length.ShouldBeLessThanOrEqualTo(StatementLineName.LengthMax);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("issued")]
    [InlineData("issued:others")]
    [InlineData("issued:others:points")]
    [InlineData("issued:others:POINTS:POINTS")]
    [InlineData("Issued:others:POINTS")]
    [InlineData("0:others:POINTS")]
    [InlineData("fulfilled:others")]
    [InlineData("correction:others:POINTS")]
    public void What_is_written_otherwise_names_none(string? text) =>
        StatementLineName.TryParse(text, out _).ShouldBeFalse();
}
