using Loyalty.GraphQL.Execution;
using Shouldly;
using Xunit;

namespace Loyalty.GraphQL.Tests.Protection;

public sealed class DocumentCacheTests
{
    [Fact]
    public void What_is_asked_for_stays_and_what_is_not_goes()
    {
        var cache = new DocumentCache<string>(countMax: 3, charactersMax: 1000);
        foreach (var key in (string[])["a", "b", "c"])
            cache.Add(key, key, 1);
        cache.Find("a");

        cache.Add("d", "d", 1);
        cache.Add("e", "e", 1);

        (cache.Find("a"), cache.Find("b"), cache.Find("c"), cache.Find("d"), cache.Find("e")).ShouldBe(
            ("a", null, null, "d", "e")
        );
    }

    [Fact]
    public void Characters_are_bounded()
    {
        var cache = new DocumentCache<string>(countMax: 100, charactersMax: 10);
        for (var i = 0; i < 50; i++)
            cache.Add("key" + i, "v", 4);

        (cache.Count, cache.Characters).ShouldBe((2, 8));
        cache.Add("large", "v", 11);
        cache.Find("large").ShouldBeNull();
    }

    [Fact]
    public void Many_at_once_keep_the_bounds()
    {
        var cache = new DocumentCache<string>(countMax: 50, charactersMax: 100_000);

        Parallel.For(
            0,
            20_000,
            i =>
            {
                var key = "k" + (i % 200);
                if (cache.Find(key) is null)
                    cache.Add(key, key, key.Length);
            }
        );

        cache.Count.ShouldBe(50);
        cache.Characters.ShouldBe(
            Enumerable.Range(0, 200).Select(i => cache.Find("k" + i)).OfType<string>().Sum(key => key.Length)
        );
    }

    [Fact]
    public void With_room_for_none_nothing_is_kept()
    {
        var cache = new DocumentCache<string>(countMax: 0, charactersMax: 10);
        cache.Add("a", "a", 1);

        cache.Count.ShouldBe(0);
    }
}
