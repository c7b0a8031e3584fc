using System.Runtime.InteropServices;

namespace Loyalty.GraphQL.Language;

/// <summary>Where a node stands in its source. Line and column begin at 1; columns count UTF-16 code units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Location(int Start, int End, int Line, int Column);
