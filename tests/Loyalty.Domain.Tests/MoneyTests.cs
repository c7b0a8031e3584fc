using Loyalty.Domain.Points;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("CZK", 2)]
    [InlineData("CNY", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    public void A_currency_knows_its_smallest_unit(string code, int decimals) =>
        MoneyCurrency.Parse(code).Decimals.ShouldBe(decimals);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("czk")]
    [InlineData("XXX")]
    [InlineData("CZK ")]
    [InlineData("HRK")]
    public void What_is_no_active_code_is_refused(string? code)
    {
        MoneyCurrency.TryParse(code, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => MoneyCurrency.Parse(code!));
    }

    [Fact]
    public void Money_of_one_amount_and_currency_is_the_same()
    {
        new Money(1.50m, MoneyCurrency.Parse("EUR")).ShouldBe(new Money(1.5m, MoneyCurrency.Parse("EUR")));
        new Money(1.50m, MoneyCurrency.Parse("EUR")).ToString().ShouldBe("1.50 EUR");
    }

    [Theory]
    [InlineData("POINTS", true)]
    [InlineData("P1", true)]
    [InlineData("STATUS_2026_ABCD", true)]
    [InlineData("STATUS_2026_ABCDE", false)]
    [InlineData("P", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("points", false)]
    [InlineData("1POINT", false)]
    [InlineData("_POINT", false)]
    [InlineData("POIN\u0000T", false)]
    [InlineData("PÜNKTE", false)]
    public void A_point_currencys_code_has_its_form(string? text, bool sound)
    {
        PointCurrencyCode.TryParse(text, out var code).ShouldBe(sound);
        code.Value.ShouldBe(sound ? text : null);
    }
}
