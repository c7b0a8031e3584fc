using System.Runtime.InteropServices;
using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Protection;

/// <summary>
/// Measures a document before anything else is done with it. Each fragment is measured once and then multiplied, so that the
/// work is linear in the text, whatever it unfolds to.
/// </summary>
internal sealed class DocumentMeasure
{
    // What guards the stack while measuring; the depth of fields has a limit of its own.
    public const int LevelsMax = 200;

    private readonly DocumentLimits limits;
    private readonly int depthMax;
    private readonly Dictionary<string, FragmentDefinitionNode> fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Size> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);

    private DocumentMeasure(DocumentNode document, DocumentLimits limits, int depthMax)
    {
        (this.limits, this.depthMax) = (limits, depthMax);
        foreach (var definition in document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
                fragments.TryAdd(fragment.Name.Value, fragment);
        }
    }

    /// <summary>Says what is too much.</summary>
    /// <returns>Null for a document within its limits.</returns>
    /// <param name="introspects">Whether the document asks for the schema.</param>
    public static GraphQLError? Check(DocumentNode document, DocumentLimits limits, int depthMax, out bool introspects)
    {
        introspects = false;
        var measure = new DocumentMeasure(document, limits, depthMax);
        var operations = 0;
        foreach (var definition in document.Definitions)
        {
            if (definition is not OperationDefinitionNode operation)
                continue;
            if (++operations > limits.OperationsMax)
                return TooComplex("operations", limits.OperationsMax, operation);
            var size = measure.Of(operation.SelectionSet, 1) + Size.Directives(operation.Directives.Count);
            foreach (var variable in operation.Variables)
                size += Size.Directives(variable.Directives.Count);
            introspects |= size.Introspects;
            if (measure.Refuse(size, operation) is { } refusal)
                return refusal;
        }
        return null;
    }

    private GraphQLError? Refuse(in Size size, OperationDefinitionNode operation) =>
        size.Depth > depthMax || size.Levels > LevelsMax ? TooComplex("depth", Math.Min(depthMax, LevelsMax), operation)
        : size.Roots > limits.RootFieldsMax ? TooComplex("rootFields", limits.RootFieldsMax, operation)
        : size.Fields > limits.FieldsMax ? TooComplex("fields", limits.FieldsMax, operation)
        : size.Aliases > limits.AliasesMax ? TooComplex("aliases", limits.AliasesMax, operation)
        : size.DirectiveCount > limits.DirectivesMax ? TooComplex("directives", limits.DirectivesMax, operation)
        : size.IntrospectionDepth > limits.IntrospectionDepthMax
            ? TooComplex("introspectionDepth", limits.IntrospectionDepthMax, operation)
        : null;

    private static GraphQLError TooComplex(string limit, int allowed, SyntaxNode at) =>
        GraphQLError.At($"The document exceeds the limit of {allowed} for {limit}.", at) with
        {
            Code = ErrorCodes.DocumentTooComplex,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["limit"] = limit,
                ["allowed"] = allowed,
            },
        };

    private Size Of(SelectionSetNode set, int level)
    {
        if (level > LevelsMax)
            return new Size { Levels = int.MaxValue };
        var total = default(Size);
        foreach (var selection in set.Selections)
        {
            total += Size.Directives(selection.Directives.Count);
            total += selection switch
            {
                FieldNode field => Of(field, level),
                InlineFragmentNode inline => Of(inline.SelectionSet, level + 1),
                FragmentSpreadNode spread => Of(spread, level),
                _ => default,
            };
        }
        return total with { Levels = Size.Add(total.Levels, 1) };
    }

    private Size Of(FieldNode field, int level)
    {
        var below = field.SelectionSet is { } nested ? Of(nested, level + 1) : default;
        var introspects = field.Name.Value is "__schema" or "__type";
        var isList = field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields";
        return below with
        {
            Roots = 1,
            Fields = Size.Add(below.Fields, 1),
            Aliases = Size.Add(below.Aliases, field.Alias is null ? 0 : 1),
            Depth = Size.Add(below.Depth, 1),
            Introspects = below.Introspects || introspects,
            Lists = Size.Add(below.Lists, isList ? 1 : 0),
            IntrospectionDepth = introspects ? below.Lists : below.IntrospectionDepth,
        };
    }

    private Size Of(FragmentSpreadNode spread, int level)
    {
        var name = spread.Name.Value;
        if (known.TryGetValue(name, out var size))
            return size;
        // Of an unknown fragment or a cycle validation tells.
        if (!fragments.TryGetValue(name, out var fragment) || !begun.Add(name))
            return default;
        var measured = Of(fragment.SelectionSet, level + 1) + Size.Directives(fragment.Directives.Count);
        known[name] = measured;
        return measured;
    }

    /// <summary>Sums stop at the largest int instead of overflowing.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Size(
        int Roots,
        int Fields,
        int Aliases,
        int DirectiveCount,
        int Depth,
        int Levels,
        int Lists,
        int IntrospectionDepth,
        bool Introspects
    )
    {
        public static Size Directives(int count) => new() { DirectiveCount = count };

        public static int Add(int a, int b) => (int)Math.Min((long)a + b, int.MaxValue);

        public static Size operator +(in Size a, in Size b) =>
            new(
                Add(a.Roots, b.Roots),
                Add(a.Fields, b.Fields),
                Add(a.Aliases, b.Aliases),
                Add(a.DirectiveCount, b.DirectiveCount),
                Math.Max(a.Depth, b.Depth),
                Math.Max(a.Levels, b.Levels),
                Math.Max(a.Lists, b.Lists),
                Math.Max(a.IntrospectionDepth, b.IntrospectionDepth),
                a.Introspects || b.Introspects
            );
    }
}
