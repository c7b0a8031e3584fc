using System.Collections;
using Loyalty.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    /// <summary>CompleteValue (section 6.4.3).</summary>
    private void Complete(ResultNode node, int index, GraphQLType type, object? value)
    {
        if (value is null)
        {
            if (type is NonNullType)
            {
                var field = node.FieldAt(index);
                Fail(
                    node,
                    index,
                    new ScalarException(
                        $"Cannot return null for non-nullable field {field.Parent.Name}.{field.Definition.Name}."
                    )
                );
            }
            return;
        }
        switch (type.Nullable)
        {
            case ScalarType scalar:
                CompleteScalar(node, index, scalar, value);
                break;
            case EnumType e:
                CompleteEnum(node, index, e, value);
                break;
            case ListType list:
                CompleteList(node, index, list, value);
                break;
            default:
                CompleteObject(node, index, type.Named, value);
                break;
        }
    }

    private void CompleteScalar(ResultNode node, int index, ScalarType scalar, object value)
    {
        if (value is GraphQLError error)
        {
            Fail(node, index, new GraphQLException(error));
            return;
        }
        try
        {
            var serialized = scalar.Serialize(value);
            if (node.FieldAt(index).Definition.Resolver.IdType is { } idType)
                serialized = request
                    .Services.GetRequiredService<INodeIdSerializer>()
                    .Format(idType, (string)serialized);
            node.Values[index] = serialized;
        }
        catch (ScalarException exception)
        {
            Fail(node, index, exception);
        }
    }

    private void CompleteEnum(ResultNode node, int index, EnumType type, object value)
    {
        if (type.FindRuntimeValue(value) is { } known)
            node.Values[index] = known;
        else if (value is GraphQLError error)
            Fail(node, index, new GraphQLException(error));
        else
            Fail(
                node,
                index,
                new ScalarException($"Enum \"{type.Name}\" cannot represent value: {Numbers.Show(value)}")
            );
    }

    private void CompleteList(ResultNode node, int index, ListType type, object value)
    {
        if (value is not IEnumerable items || value is string)
        {
            var field = node.FieldAt(index);
            Fail(
                node,
                index,
                value is GraphQLError error
                    ? new GraphQLException(error)
                    : new ScalarException(
                        $"Expected Iterable, but did not find one for field \"{field.Parent.Name}.{field.Definition.Name}\"."
                    )
            );
            return;
        }
        var source = items as IList ?? items.Cast<object?>().ToList();
        var list = new ListNode(node.FieldAt(index), type.OfType, source.Count, node, index);
        node.Values[index] = list;
        for (var i = 0; i < source.Count && !list.Dead; i++)
            Complete(list, i, type.OfType, source[i]);
    }

    private void CompleteObject(ResultNode node, int index, NamedType type, object value)
    {
        if (value is GraphQLError error)
        {
            Fail(node, index, new GraphQLException(error));
            return;
        }
        var concrete = type as ObjectType;
        if (concrete is null)
        {
            concrete = schema.FindRuntimeType(value.GetType());
            if (concrete is null || !schema.IsPossible(type, concrete))
            {
                var shown = concrete?.Name ?? "unknown";
                Fail(
                    node,
                    index,
                    new ScalarException($"Runtime Object type \"{shown}\" is not a possible type for \"{type.Name}\".")
                );
                return;
            }
        }
        var child = new ObjectNode(node.FieldAt(index).Select(concrete), value, node, index);
        node.Values[index] = child;
        ExecuteFields(child);
    }
}
