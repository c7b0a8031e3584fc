using System.Runtime.InteropServices;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Validation;

/// <summary>
/// Section 5.3.2, fields in a set can merge. Instead of comparing pairs, all fields of one response name are merged
/// level by level, and a set of fields that was checked is not checked again; a budget bounds what adversaries can cost.
/// </summary>
internal sealed class FieldMerging(ValidationContext context)
{
    private const int FieldsMax = 50_000;

    private sealed record Entry(FieldNode Node, NamedType? Parent, FieldDefinition? Definition, int Id);

    private readonly Dictionary<FieldNode, Entry> entries = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> shapesChecked = new(StringComparer.Ordinal);
    private readonly HashSet<string> parentsChecked = new(StringComparer.Ordinal);
    private readonly HashSet<(int, int)> reported = [];
    private int visited;

    public void Check(IEnumerable<FragmentDefinitionNode> unused)
    {
        foreach (var operation in context.Operations)
            Check(operation.SelectionSet, context.RootType(operation.Operation));
        foreach (var fragment in unused)
            Check(fragment.SelectionSet, context.Schema.FindType(fragment.TypeCondition.Name.Value));
    }

    private void Check(SelectionSetNode set, NamedType? parent)
    {
        var fields = new List<Entry>();
        Collect(set, parent, fields, new(StringComparer.Ordinal));
        CheckShapes(fields);
        CheckCommonParents(fields);
    }

    private bool IsExhausted => visited > FieldsMax;

    private void Spend(int fields, SyntaxNode at)
    {
        var before = IsExhausted;
        visited += fields;
        if (IsExhausted && !before)
        {
            context.Report(
                GraphQLError.At("The document merges too many fields.", at) with
                {
                    Code = ErrorCodes.DocumentTooComplex,
                }
            );
        }
    }

    private void Collect(SelectionSetNode set, NamedType? parent, List<Entry> fields, HashSet<string> seen)
    {
        foreach (var selection in set.Selections)
        {
            if (IsExhausted)
                return;
            switch (selection)
            {
                case FieldNode field:
                    Spend(1, field);
                    ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, field, out _);
                    var definition = parent is null
                        ? null
                        : Introspection.FindField(context.Schema, parent, field.Name.Value);
                    entry ??= new Entry(field, parent, definition, entries.Count);
                    fields.Add(entry);
                    break;
                case InlineFragmentNode inline:
                    var type = inline.TypeCondition is null
                        ? parent
                        : context.Schema.FindType(inline.TypeCondition.Name.Value);
                    Collect(inline.SelectionSet, type, fields, seen);
                    break;
                case FragmentSpreadNode spread when seen.Add(spread.Name.Value):
                    if (context.Fragments.TryGetValue(spread.Name.Value, out var fragment))
                        Collect(
                            fragment.SelectionSet,
                            context.Schema.FindType(fragment.TypeCondition.Name.Value),
                            fields,
                            seen
                        );
                    break;
            }
        }
    }

    // Whatever their parents, fields of one name must have results of one shape.
    private void CheckShapes(List<Entry> fields)
    {
        foreach (var group in Groups(fields))
        {
            if (IsExhausted || !shapesChecked.Add(Key(group)))
                continue;
            var first = group.Find(entry => entry.Definition is not null);
            foreach (var other in group)
            {
                if (
                    first is not null
                    && other.Definition is not null
                    && !SameShape(first.Definition!.Type, other.Definition.Type)
                )
                    Conflict(
                        first,
                        other,
                        $"they return conflicting types \"{first.Definition.Type}\" and \"{other.Definition.Type}\""
                    );
            }
            CheckShapes(Children(group));
        }
    }

    // Fields that one object may answer both must be the same field with the same arguments.
    private void CheckCommonParents(List<Entry> fields)
    {
        foreach (var group in Groups(fields))
        {
            foreach (var common in ByParent(group))
            {
                if (IsExhausted || !parentsChecked.Add(Key(common)))
                    continue;
                var first = common[0];
                foreach (var other in CollectionsMarshal.AsSpan(common)[1..])
                {
                    if (!string.Equals(first.Node.Name.Value, other.Node.Name.Value, StringComparison.Ordinal))
                        Conflict(
                            first,
                            other,
                            $"\"{first.Node.Name.Value}\" and \"{other.Node.Name.Value}\" are different fields"
                        );
                    else if (!SameArguments(first.Node, other.Node))
                        Conflict(first, other, "they have differing arguments");
                }
                CheckCommonParents(Children(common));
            }
        }
    }

    private IEnumerable<List<Entry>> Groups(List<Entry> fields)
    {
        if (fields.Count > 0)
            Spend(fields.Count, fields[0].Node);
        return fields.GroupBy(entry => entry.Node.ResponseName, StringComparer.Ordinal).Select(group => group.ToList());
    }

    // One group for each object type among the parents, each with all fields on abstract parents.
    private IEnumerable<List<Entry>> ByParent(List<Entry> group)
    {
        var concrete = group.Where(entry => entry.Parent is ObjectType).GroupBy(entry => entry.Parent!).ToList();
        var others = group.Where(entry => entry.Parent is not ObjectType).ToList();
        if (concrete.Count == 0)
            return [others];
        Spend(concrete.Count * others.Count, group[0].Node);
        return concrete.Select(fields => fields.Concat(others).ToList());
    }

    private List<Entry> Children(List<Entry> group)
    {
        var children = new List<Entry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in group)
        {
            if (entry.Node.SelectionSet is { } set)
                Collect(set, entry.Definition?.Type.Named, children, seen);
        }
        return children;
    }

    private static string Key(List<Entry> group) =>
        string.Join(',', group.Select(entry => entry.Id).Distinct().Order());

    private static bool SameShape(GraphQLType a, GraphQLType b) =>
        (a, b) switch
        {
            (NonNullType x, NonNullType y) => SameShape(x.OfType, y.OfType),
            (NonNullType, _) or (_, NonNullType) => false,
            (ListType x, ListType y) => SameShape(x.OfType, y.OfType),
            (ListType, _) or (_, ListType) => false,
            (ScalarType or EnumType, _) or (_, ScalarType or EnumType) => ReferenceEquals(a, b),
            _ => true,
        };

    private static bool SameArguments(FieldNode a, FieldNode b) =>
        a.Arguments.Count == b.Arguments.Count
        && a.Arguments.All(left =>
            b.Arguments.Any(right => left.Name.Equals(right.Name) && SameValue(left.Value, right.Value))
        );

    // The order of an input object's fields carries no meaning.
    private static bool SameValue(ValueNode a, ValueNode b) =>
        (a, b) switch
        {
            (ObjectValueNode x, ObjectValueNode y) => x.Fields.Count == y.Fields.Count
                && x.Fields.All(f => y.Fields.Any(g => f.Name.Equals(g.Name) && SameValue(f.Value, g.Value))),
            (ListValueNode x, ListValueNode y) => x.Values.Count == y.Values.Count
                && x.Values.Zip(y.Values).All(pair => SameValue(pair.First, pair.Second)),
            _ => a.Equals(b),
        };

    private void Conflict(Entry a, Entry b, string reason)
    {
        if (reported.Add((a.Id, b.Id)))
            context.Report(
                $"Fields \"{a.Node.ResponseName}\" conflict because {reason}. Use different aliases on the fields to fetch both if this was intentional.",
                a.Node,
                b.Node
            );
    }
}
