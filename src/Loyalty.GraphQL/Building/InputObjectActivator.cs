using System.Reflection;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

/// <summary>Makes instances of an input object's C# type: by its constructor what that takes, the rest by properties.</summary>
internal sealed class InputObjectActivator
{
    private readonly Type type;
    private readonly ConstructorInfo? constructor;
    private readonly ParameterInfo[] parameters;
    private readonly List<(InputValueDefinition Field, PropertyInfo Property, int Parameter)> fields = [];

    public InputObjectActivator(Type type)
    {
        this.type = type;
        constructor = type.GetConstructors()
            .Where(c => c.GetParameters().All(p => PropertyOf(p) is not null))
            .MaxBy(c => c.GetParameters().Length);
        parameters = constructor?.GetParameters() ?? [];
    }

    public ParameterInfo? ParameterOf(PropertyInfo property) => Array.Find(parameters, p => Matches(p, property));

    public bool CanSet(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } || ParameterOf(property) is not null;

    public void Map(PropertyInfo property, InputValueDefinition field) =>
        fields.Add((field, property, Array.FindIndex(parameters, p => Matches(p, property))));

    public object? Create(IReadOnlyDictionary<string, object?> map)
    {
        var arguments = new object?[parameters.Length];
        foreach (var (field, _, parameter) in fields)
        {
            if (parameter >= 0 && map.TryGetValue(field.Name, out var value))
                arguments[parameter] = Convert(field, value);
        }
        var instance = constructor is null ? Activator.CreateInstance(type) : constructor.Invoke(arguments);
        foreach (var (field, property, parameter) in fields)
        {
            if (parameter < 0 && map.TryGetValue(field.Name, out var value))
                property.SetValue(instance, Convert(field, value));
        }
        return instance;
    }

    private static object? Convert(InputValueDefinition field, object? value) =>
        field.Convert is null || (value is null && !IsOptional(field)) ? value : field.Convert(value);

    private static bool IsOptional(InputValueDefinition field) => field.Type is not NonNullType;

    private PropertyInfo? PropertyOf(ParameterInfo parameter) =>
        Array.Find(type.GetProperties(), property => Matches(parameter, property));

    private static bool Matches(ParameterInfo parameter, PropertyInfo property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.ParameterType == property.PropertyType;
}
