using System.Reflection;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

internal sealed partial class SchemaFactory
{
    private readonly Dictionary<InputObjectType, InputObjectActivator> activators = [];

    private NamedType InputNamed(Type type)
    {
        if (FindScalar(type) is { } scalar)
            return scalar;
        if (type.IsEnum)
            return EnumOf(type);
        if (inputs.TryGetValue(type, out var known))
            return known;
        if (type.IsInterface || type.IsAbstract || type == typeof(object))
            throw new SchemaException([$"{type.Name} is neither an input type nor a registered service."]);
        var created = new InputObjectType(Naming.Input(type))
        {
            Description = XmlDocs.Of(type),
            IsOneOf = type.IsDefined(typeof(OneOfAttribute)),
        };
        inputs.Add(type, created);
        activators.Add(created, new InputObjectActivator(type));
        Register(created);
        later.Enqueue(() => CompleteInput(created, type));
        return created;
    }

    private void CompleteInput(InputObjectType created, Type type)
    {
        var activator = activators[created];
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.IsDefined(typeof(GraphQLIgnoreAttribute)) || !activator.CanSet(property))
                continue;
            try
            {
                var field = InputField(property, activator.ParameterOf(property));
                created.Add(field);
                activator.Map(property, field);
            }
            catch (SchemaException exception)
            {
                problems.AddRange(exception.Problems.Select(problem => $"{created.Name}.{property.Name}: {problem}"));
            }
        }
    }

    private InputValueDefinition InputField(PropertyInfo property, ParameterInfo? parameter)
    {
        // Attributes of a positional record stand on the parameter unless told otherwise.
        ICustomAttributeProvider source =
            parameter is not null && parameter.GetCustomAttributes().Any(IsOurs) ? parameter : property;
        var type = TypeOf(property.PropertyType, nullability.Create(property), input: true, source);
        var name = Naming.Find<GraphQLNameAttribute>(source)?.Name ?? Naming.Field(property);
        var field = new InputValueDefinition(name, type)
        {
            Description = Naming.Find<GraphQLDescriptionAttribute>(source)?.Description ?? XmlDocs.Of(property),
            DeprecationReason = Naming.Deprecation(source),
            DefaultValue = DefaultOf(
                source,
                type,
                parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null
            ),
            Convert = Converter(property.PropertyType, type, Naming.Find<IDAttribute>(source)?.TypeName),
        };
        return ApplyInputCost(field, source);
    }

    private static bool IsOurs(Attribute attribute) => attribute.GetType().Assembly == typeof(SchemaFactory).Assembly;

    /// <summary>From coerced values (lists are arrays, input objects dictionaries) to what the C# member takes.</summary>
    private Func<object?, object?>? Converter(Type target, GraphQLType type, string? idType)
    {
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(Optional<>))
        {
            var inner = Converter(target.GetGenericArguments()[0], type, idType);
            var constructor = target.GetConstructors().Single(c => c.GetParameters().Length == 1);
            return value => constructor.Invoke([inner is null ? value : inner(value)]);
        }
        target = System.Nullable.GetUnderlyingType(target) ?? target;
        return type.Nullable switch
        {
            ListType list => ListConverter(target, list, idType),
            InputObjectType input => value =>
                value is IReadOnlyDictionary<string, object?> map && activators.TryGetValue(input, out var activator)
                    ? activator.Create(map)
                    : value,
            ScalarType scalar when idType is not null => value => ConvertId(value, idType, target, scalar),
            ScalarType scalar => Conversions.FromScalar(scalar.RuntimeType, target),
            _ => null,
        };
    }

    private object? ConvertId(object? value, string idType, Type target, ScalarType scalar)
    {
        if (value is not string text)
            return value;
        if (
            !nodeIds.TryParse(text, out var typeName, out var id)
            || !string.Equals(typeName, idType, StringComparison.Ordinal)
        )
            throw new GraphQLException(
                new GraphQLError($"This is not the id of a {idType}.") { Code = ErrorCodes.IdTypeMismatch }
            );
        var convert = Conversions.FromScalar(scalar.RuntimeType, target);
        return convert is null ? id : convert(id);
    }

    private Func<object?, object?> ListConverter(Type target, ListType list, string? idType)
    {
        var element = ElementOf(target) ?? typeof(object);
        var convert = Converter(element, list.OfType, idType);
        return value =>
        {
            if (value is not object?[] items)
                return value;
            var array = Array.CreateInstance(element, items.Length);
            for (var i = 0; i < items.Length; i++)
                array.SetValue(convert is null || items[i] is null ? items[i] : convert(items[i]), i);
            if (target.IsInstanceOfType(array))
                return array;
            // Any other collection is made from the array: List<T>, HashSet<T> and their like.
            return Activator.CreateInstance(target, array);
        };
    }

    private static IEnumerable<DirectiveDefinition> BuiltInDirectives() => Introspection.Directives;

    private DirectiveDefinition? DirectiveOf(Type type)
    {
        if (type.GetCustomAttribute<DirectiveTypeAttribute>() is not { } attribute)
            return null;
        var activator = new InputObjectActivator(type);
        return new DirectiveDefinition(attribute.Name, attribute.Location)
        {
            Description = XmlDocs.Of(type),
            IsRepeatable = attribute.IsRepeatable,
            Arguments =
            [
                .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(activator.CanSet)
                    .Select(property => InputField(property, activator.ParameterOf(property))),
            ],
        };
    }
}
