using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Domain.Tests;

public sealed class IdentifierTests
{
    private static readonly Gen<Guid> Guids = Gen.Choose(0, 255)
        .ArrayOf(16)
        .Select(bytes => new Guid([.. bytes.Select(b => (byte)b)]));

    [Fact]
    public void An_id_comes_back_from_its_text() =>
        Holds(
            Guids,
            value => Identifier.TryParse<MemberId>(new MemberId(value).ToString(), out var id) && id.Value == value
        );

    [Fact]
    public void Texts_sort_as_the_ids_do() =>
        Holds(
            Guids.Zip(Guids),
            pair =>
                Math.Sign(
                    string.CompareOrdinal(new MemberId(pair.Item1).ToString(), new MemberId(pair.Item2).ToString())
                ) == Math.Sign(pair.Item1.CompareTo(pair.Item2))
        );

    [Fact]
    public void A_text_has_one_spelling_only() =>
        Holds(
            from value in Guids
            from place in Gen.Choose(0, 29)
            from other in Gen.Choose(0, 0xFFFF).Select(c => (char)c)
            select (text: new MemberId(value).ToString(), place, other),
            given =>
            {
                var changed = given.text.ToCharArray();
                changed[given.place] = given.other;
                var text = new string(changed);
                return !Identifier.TryParse<MemberId>(text, out var id) || id.ToString() == text;
            }
        );

    [Theory]
    [InlineData("")]
    [InlineData("mbr_")]
    [InlineData("00000000000000000000000000")]
    [InlineData("prt_00000000000000000000000000")]
    [InlineData("mbr-00000000000000000000000000")]
    [InlineData("MBR_00000000000000000000000000")]
    [InlineData("mbr_0000000000000000000000000")]
    [InlineData("mbr_000000000000000000000000000")]
    [InlineData("mbr_80000000000000000000000000")]
    [InlineData("mbr_0000000000000000000000000A")]
    [InlineData("mbr_0000000000000000000000000u")]
    [InlineData("mbr_0000000000000000000000000l")]
    [InlineData(" mbr_00000000000000000000000000")]
    public void What_is_no_id_of_the_kind_is_refused(string text)
    {
        Identifier.TryParse<MemberId>(text, out var id).ShouldBeFalse();
        id.ShouldBe(default);
    }

    [Fact]
    public void The_greatest_id_has_128_bits()
    {
        Identifier.TryParse<MemberId>("mbr_7zzzzzzzzzzzzzzzzzzzzzzzzz", out var id).ShouldBeTrue();
        id.Value.ShouldBe(Guid.AllBitsSet);
    }

    [Fact]
    public void New_ids_sort_by_the_millisecond_of_their_making()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 100).Select(i => Identifier.New<PartnerId>(now.AddMilliseconds(i)).ToString());

        ids.ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
    }

    [Fact]
    public void A_derived_id_follows_from_its_input_alone()
    {
        Identifier.Derive("a"u8).ShouldBe(Identifier.Derive("a"u8));
        Identifier.Derive("a"u8).ShouldNotBe(Identifier.Derive("b"u8));
        Identifier.Derive("a"u8).Version.ShouldBe(8);
    }

    private static void Holds<T>(Gen<T> given, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(given.ToArbitrary(), law));
}
