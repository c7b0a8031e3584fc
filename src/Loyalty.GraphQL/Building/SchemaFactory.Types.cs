using System.Reflection;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

internal sealed partial class SchemaFactory
{
    // The type of a member or parameter: wrappers from C#'s nullability, the rest by kind.
    private GraphQLType TypeOf(Type type, NullabilityInfo info, bool input, ICustomAttributeProvider source)
    {
        if (Naming.Find<GraphQLTypeAttribute>(source) is { } given)
            return FromSyntax(Parser.ParseType(given.Type));
        var isId = Naming.Has<IDAttribute>(source);
        return Wrap(type, info, input, isId, Naming.Find<UsePagingAttribute>(source)?.ConnectionName);
    }

    private GraphQLType Wrap(Type type, NullabilityInfo info, bool input, bool isId, string? connection)
    {
        if (type.IsGenericType)
        {
            var generic = type.GetGenericTypeDefinition();
            if (generic == typeof(Task<>) || generic == typeof(ValueTask<>) || generic == typeof(Optional<>))
                return Wrap(type.GetGenericArguments()[0], info.GenericTypeArguments[0], input, isId, connection);
        }
        var inner = System.Nullable.GetUnderlyingType(type);
        var nullable = inner is not null || (!type.IsValueType && info.ReadState != NullabilityState.NotNull);
        type = inner ?? type;
        GraphQLType result;
        if (ElementOf(type) is { } element)
        {
            var elementInfo = type.IsArray ? info.ElementType : info.GenericTypeArguments.FirstOrDefault();
            if (elementInfo is null)
                throw new SchemaException([$"The items of {type} cannot be told; use an array or IReadOnlyList<T>."]);
            result = new ListType(Wrap(element, elementInfo, input, isId, connection));
        }
        else
        {
            result =
                isId ? types["ID"]
                : input ? InputNamed(type)
                : OutputNamed(type, connection);
        }
        return nullable ? result : new NonNullType(result);
    }

    internal static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || typeof(IConnection).IsAssignableFrom(type))
            return null;
        if (type.IsArray)
            return type.GetElementType();
        return type.GetInterfaces()
            .Append(type)
            .FirstOrDefault(i =>
                i.IsGenericType
                && (
                    i.GetGenericTypeDefinition() == typeof(IEnumerable<>)
                    || i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
                )
            )
            ?.GetGenericArguments()[0];
    }

    private NamedType OutputNamed(Type type, string? connection)
    {
        if (FindScalar(type) is { } scalar)
            return scalar;
        if (type.IsEnum)
            return EnumOf(type);
        if (outputs.TryGetValue((type, connection), out var known))
            return known;
        if (type.IsGenericType && typeof(IConnection).IsAssignableFrom(type))
            return ConnectionOf(type, connection);
        NamedType created;
        if (type.IsDefined(typeof(UnionTypeAttribute), inherit: false))
            created = new UnionType(Naming.Type(type));
        else if (type.IsDefined(typeof(InterfaceTypeAttribute), inherit: false))
            created = new InterfaceType(Naming.Type(type));
        else if (type == typeof(object) || type == typeof(void) || type.IsGenericParameter)
            throw new SchemaException([$"{type.Name} is no output type; say what it is with [GraphQLType]."]);
        else
            created = new ObjectType(ExtensionName(type) ?? Naming.Type(type)) { RuntimeType = type };
        outputs.Add((type, connection), created);
        Register(created).Description =
            XmlDocs.Of(type) ?? extensions[type].Select(e => XmlDocs.Of(e.Class)).FirstOrDefault();
        ApplyTypeCost(created, type);
        later.Enqueue(() => Complete(type, created));
        return created;
    }

    private string? ExtensionName(Type type) =>
        extensions[type]
            .Select(e => e.Class.GetCustomAttribute<GraphQLNameAttribute>()?.Name)
            .FirstOrDefault(n => n is not null);

    private void Complete(Type type, NamedType created)
    {
        switch (created)
        {
            case InterfaceType face:
                // Reflection does not list what a C# interface inherits.
                foreach (var parent in type.GetInterfaces())
                    AddMembers(face, parent, includeMethods: true, isRoot: false);
                AddMembers(face, type, includeMethods: true, isRoot: false);
                AddInterfaces(face, type);
                break;
            case ObjectType complex:
                CompleteObject(complex, type);
                break;
        }
    }

    private void CompleteObject(ObjectType complex, Type type)
    {
        AddInterfaces(complex, type);
        if (!extensions[type].Any(e => e.Attribute.BindExplicitly))
            AddMembers(complex, type, type.IsDefined(typeof(ObjectTypeAttribute)), isRoot: false);
        foreach (var (extension, _) in extensions[type])
            AddMembers(complex, extension, includeMethods: true, isRoot: false);
        foreach (
            var (union, name) in outputs.Where(p => p.Value is UnionType).Select(p => (p.Key.Item1, (UnionType)p.Value))
        )
        {
            if (union.IsAssignableFrom(type))
                name.Add(complex);
        }
        foreach (var union in BasesOf(type).Where(t => t.IsDefined(typeof(UnionTypeAttribute), inherit: false)))
            ((UnionType)OutputNamed(union, null)).Add(complex);
        if (options.GlobalObjectIdentification && IsNode(type))
            MakeNode(complex, type);
    }

    private void AddInterfaces(ComplexType complex, Type type)
    {
        foreach (var parent in BasesOf(type).Where(t => t.IsDefined(typeof(InterfaceTypeAttribute), inherit: false)))
            complex.Implement((InterfaceType)OutputNamed(parent, null));
    }

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;
        foreach (var parent in type.GetInterfaces())
            yield return parent;
    }

    private EnumType EnumOf(Type type)
    {
        if (outputs.TryGetValue((type, null), out var known))
            return (EnumType)known;
        var created = new EnumType(Naming.Type(type)) { Description = XmlDocs.Of(type) };
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.IsDefined(typeof(GraphQLIgnoreAttribute)))
                continue;
            var value = new EnumValue(Naming.EnumValue(field), field.GetValue(null)!)
            {
                Description = XmlDocs.Of(field),
                DeprecationReason = Naming.Deprecation(field),
            };
            if (created.FindValue(value.Name) is null)
                created.Add(value);
            else
                problems.Add($"{created.Name} has two values {value.Name}.");
        }
        outputs.Add((type, null), created);
        ApplyTypeCost(created, type);
        return Register(created);
    }

    private ObjectType ConnectionOf(Type type, string? name)
    {
        var item = type.GetGenericArguments()[0];
        name ??= OutputNamed(item, null).Name;
        var itemType = OutputNamed(item, null);
        if (types.TryGetValue(name + "Connection", out var known))
            return (ObjectType)known;
        var created = Register(
            new ObjectType(name + "Connection")
            {
                RuntimeType = type,
                Description = $"One page of a list of {itemType.Name}.",
            }
        );
        outputs[(type, name)] = created;
        var edgeType = typeof(Edge<>).MakeGenericType(item);
        var edge = Register(
            new ObjectType(name + "Edge")
            {
                RuntimeType = edgeType,
                Description = $"A {itemType.Name} and the cursor that leads to it.",
            }
        );
        var nodeNullable = System.Nullable.GetUnderlyingType(item) is not null;
        GraphQLType node = nodeNullable ? itemType : new NonNullType(itemType);
        var pageInfo = OutputNamed(typeof(PageInfo), null);
        created.Add(PropertyField(type, "PageInfo", new NonNullType(pageInfo)));
        created.Add(PropertyField(type, "Edges", new NonNullType(new ListType(new NonNullType(edge)))));
        created.Add(PropertyField(type, "Nodes", new NonNullType(new ListType(node))));
        if (type.GetGenericTypeDefinition() == typeof(CountedConnection<>))
            created.Add(PropertyField(type, "TotalCount", new NonNullType(OutputNamed(typeof(long), null))));
        edge.Add(PropertyField(edgeType, "Cursor", new NonNullType(types["String"])));
        edge.Add(PropertyField(edgeType, "Node", node));
        return created;
    }

    private static FieldDefinition PropertyField(Type type, string name, GraphQLType fieldType)
    {
        var property = type.GetProperty(name)!;
        return new FieldDefinition(Naming.Field(property), fieldType)
        {
            Description = XmlDocs.Of(property),
            Resolver = ResolverCompiler.Property(property),
        };
    }
}
