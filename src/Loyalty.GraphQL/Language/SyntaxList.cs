using System.Collections;
using System.Runtime.CompilerServices;

namespace Loyalty.GraphQL.Language;

/// <summary>An immutable list of nodes that compares by its items, so that documents compare by value.</summary>
[CollectionBuilder(typeof(SyntaxList), nameof(SyntaxList.Create))]
public sealed class SyntaxList<T>(T[] items) : IReadOnlyList<T>, IEquatable<SyntaxList<T>>
{
    public static readonly SyntaxList<T> Empty = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public ReadOnlySpan<T> AsSpan() => items;

    public bool Equals(SyntaxList<T>? other) =>
        other is not null && items.AsSpan().SequenceEqual(other.AsSpan(), EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => Equals(obj as SyntaxList<T>);

    public override int GetHashCode() => items.Length;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

/// <summary>Makes lists from collection expressions.</summary>
public static class SyntaxList
{
    public static SyntaxList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? SyntaxList<T>.Empty : new SyntaxList<T>(items.ToArray());
}
