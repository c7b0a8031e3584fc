using System.Collections;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

internal sealed partial class OperationExecution
{
    /// <summary>CompleteValue (section 6.4.3).</summary>
    /// <returns>False when the value failed, which has been told; what was written of it is to be retracted.</returns>
    private bool WriteValue(FieldPlan field, ValueShape shape, object? value)
    {
        if (value is null)
        {
            if (!shape.IsNonNull)
            {
                output.WriteNull();
                return true;
            }
            return Fail(
                new ScalarException(
                    $"Cannot return null for non-nullable field {field.Parent.Name}.{field.Definition.Name}."
                )
            );
        }
        if (value is GraphQLError error)
            return Fail(new GraphQLException(error));
        return shape.Kind switch
        {
            ValueKind.Scalar => WriteScalar(field, (ScalarType)shape.Named, value),
            ValueKind.Enum => WriteEnum((EnumType)shape.Named, value),
            _ when shape.IsNonNull => WriteComposite(field, shape, value),
            _ => WriteNullable(field, shape, value),
        };
    }

    private bool WriteScalar(FieldPlan field, ScalarType scalar, object value)
    {
        try
        {
            var serialized = scalar.Serialize(value);
            if (field.Definition.Resolver.IdType is { } idType)
                serialized = schema.NodeIds!.Format(idType, (string)serialized);
            scalar.WriteTo(output, serialized);
            return true;
        }
        catch (ScalarException exception)
        {
            return Fail(exception);
        }
    }

    private bool WriteEnum(EnumType type, object value)
    {
        if (type.FindRuntimeValue(value) is not { } known)
            return Fail(new ScalarException($"Enum \"{type.Name}\" cannot represent value: {Numbers.Show(value)}"));
        output.Write((byte)'"');
        output.Write(known.Encoded.EncodedUtf8Bytes);
        output.Write((byte)'"');
        return true;
    }

    // Only an object or list can hold gaps, whose failure may reach it after it was written.
    private bool WriteNullable(FieldPlan field, ValueShape shape, object value)
    {
        EnterFrame();
        var written = WriteComposite(field, shape, value);
        LeaveFrame(written);
        return written;
    }

    private bool WriteComposite(FieldPlan field, ValueShape shape, object value)
    {
        switch (shape.Kind)
        {
            case ValueKind.List:
                return WriteList(field, shape.Item!, value);
            case ValueKind.Object:
                return WriteObject(field.Select((ObjectType)shape.Named), value);
            default:
                var type = schema.FindRuntimeType(value.GetType());
                if (type is not null && schema.IsPossible(shape.Named, type))
                    return WriteObject(field.Select(type), value);
                var shown = type?.Name ?? "unknown";
                return Fail(
                    new ScalarException(
                        $"Runtime Object type \"{shown}\" is not a possible type for \"{shape.Named.Name}\"."
                    )
                );
        }
    }

    private bool WriteList(FieldPlan field, ValueShape item, object value)
    {
        if (value is not IEnumerable items || value is string)
            return Fail(
                new ScalarException(
                    $"Expected Iterable, but did not find one for field \"{field.Parent.Name}.{field.Definition.Name}\"."
                )
            );
        output.Write((byte)'[');
        if (items is IList list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (!WriteItem(field, item, i, list[i]))
                    return false;
            }
        }
        else
        {
            var i = 0;
            foreach (var value2 in items)
            {
                if (!WriteItem(field, item, i++, value2))
                    return false;
            }
        }
        output.Write((byte)']');
        return true;
    }

    private bool WriteItem(FieldPlan field, ValueShape shape, int index, object? value)
    {
        if (index > 0)
            output.Write((byte)',');
        var start = output.Position;
        Enter(new PathSegment(field, index));
        var written = WriteValue(field, shape, value);
        depth--;
        return written || WriteNullInstead(start, shape);
    }

    // Section 6.4.4: a null where none may be makes the parent null, up to the first that may be.
    private bool WriteNullInstead(int start, ValueShape shape)
    {
        Retract(start);
        if (shape.IsNonNull)
            return false;
        output.WriteNull();
        return true;
    }
}
