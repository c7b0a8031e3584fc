using System.Reflection;
using System.Text.Json;

namespace Loyalty.GraphQL.Building;

/// <summary>From C# names to GraphQL names, HotChocolate's way.</summary>
internal static class Naming
{
    public static string Field(MemberInfo member)
    {
        if (member.GetCustomAttribute<GraphQLNameAttribute>() is { } given)
            return given.Name;
        var name = member.Name;
        if (member is MethodInfo)
        {
            if (name.Length > 3 && name.StartsWith("Get", StringComparison.Ordinal) && char.IsUpper(name[3]))
                name = name[3..];
            if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal))
                name = name[..^5];
        }
        return JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    public static string Argument(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name
        ?? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");

    public static string EnumValue(FieldInfo field) =>
        field.GetCustomAttribute<GraphQLNameAttribute>()?.Name
        ?? JsonNamingPolicy.SnakeCaseUpper.ConvertName(field.Name);

    public static string Type(Type type)
    {
        var given =
            type.GetCustomAttribute<GraphQLNameAttribute>()?.Name
            ?? type.GetCustomAttribute<ObjectTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<InterfaceTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<UnionTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<EnumTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<InputObjectTypeAttribute>()?.Name;
        if (given is not null)
            return given;
        var name = type.Name;
        if (type.IsGenericType)
            name =
                name[..name.IndexOf('`', StringComparison.Ordinal)]
                + "Of"
                + string.Join("And", type.GetGenericArguments().Select(Type));
        return type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name[1..] : name;
    }

    public static string Input(Type type)
    {
        var name = Type(type);
        var given =
            type.IsDefined(typeof(GraphQLNameAttribute))
            || type.GetCustomAttribute<InputObjectTypeAttribute>()?.Name is not null;
        return given || name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    public static string? Deprecation(ICustomAttributeProvider member)
    {
        if (Find<GraphQLDeprecatedAttribute>(member) is { } deprecated)
            return deprecated.Reason;
        return Find<ObsoleteAttribute>(member) is { } obsolete ? obsolete.Message ?? "No longer supported" : null;
    }

    public static T? Find<T>(ICustomAttributeProvider member)
        where T : Attribute => member.GetCustomAttributes(typeof(T), inherit: true) is [T first, ..] ? first : null;

    public static bool Has<T>(ICustomAttributeProvider member)
        where T : Attribute => member.IsDefined(typeof(T), inherit: true);
}
