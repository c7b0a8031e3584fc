using System.Linq.Expressions;
using System.Reflection;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Execution;

/// <summary>Writes a value whose C# type is that of its scalar straight to the response, without boxing.</summary>
internal static class LeafWriter
{
    private static readonly Dictionary<(string Scalar, Type Type), MethodInfo> Writers = new()
    {
        [("Int", typeof(int))] = Find(nameof(Int)),
        [("Long", typeof(int))] = Find(nameof(Int)),
        [("Long", typeof(long))] = Find(nameof(Long)),
        [("Boolean", typeof(bool))] = Find(nameof(Boolean)),
        [("String", typeof(string))] = Find(nameof(Text)),
        [("ID", typeof(string))] = Find(nameof(Text)),
        [("ID", typeof(Guid))] = Find(nameof(Uuid)),
        [("UUID", typeof(Guid))] = Find(nameof(Uuid)),
        [("Date", typeof(DateOnly))] = Find(nameof(Date)),
        [("DateTime", typeof(DateTimeOffset))] = Find(nameof(Instant)),
        [("Decimal", typeof(decimal))] = Find(nameof(Decimal)),
    };

    /// <summary>The writer of a field; it returns false, and writes nothing, when the value is null.</summary>
    /// <returns>Null where the value has to be coerced first.</returns>
    public static Func<object, ResponseBuffer, bool>? Of(FieldDefinition field)
    {
        var resolver = field.Resolver;
        if (
            resolver is not { Getter: { } getter, IdType: null }
            || field.Type.Nullable is not ScalarType scalar
            || scalar.GetType().Assembly != typeof(LeafWriter).Assembly
        )
            return null;
        return resolver.Leaf ??= Compile(getter, scalar);
    }

    private static Func<object, ResponseBuffer, bool>? Compile(LambdaExpression getter, ScalarType scalar)
    {
        var type = Nullable.GetUnderlyingType(getter.ReturnType) ?? getter.ReturnType;
        if (!Writers.TryGetValue((scalar.Name, type), out var writer))
            return null;
        var output = Expression.Parameter(typeof(ResponseBuffer));
        var value = Expression.Variable(getter.ReturnType);
        var exact = type == getter.ReturnType;
        Expression write = Expression.Block(
            Expression.Call(writer, output, exact ? value : Expression.Property(value, "Value")),
            Expression.Constant(true)
        );
        if (!type.IsValueType || !exact)
            write = Expression.Condition(
                Expression.NotEqual(value, Expression.Constant(null, getter.ReturnType)),
                write,
                Expression.Constant(false)
            );
        var body = Expression.Block([value], Expression.Assign(value, getter.Body), write);
        return Expression.Lambda<Func<object, ResponseBuffer, bool>>(body, getter.Parameters[0], output).Compile();
    }

    private static MethodInfo Find(string name) =>
        typeof(LeafWriter).GetMethod(name, BindingFlags.Static | BindingFlags.Public)!;

    public static void Int(ResponseBuffer output, int value) => output.WriteNumber(value);

    public static void Long(ResponseBuffer output, long value) => output.WriteNumber(value);

    public static void Boolean(ResponseBuffer output, bool value) => output.WriteBoolean(value);

    public static void Text(ResponseBuffer output, string value) => output.WriteString(value);

    public static void Uuid(ResponseBuffer output, Guid value) => output.WriteUuid(value);

    public static void Date(ResponseBuffer output, DateOnly value) => output.WriteDate(value);

    public static void Instant(ResponseBuffer output, DateTimeOffset value) => output.WriteInstant(value);

    public static void Decimal(ResponseBuffer output, decimal value) => output.WriteDecimal(value);
}
