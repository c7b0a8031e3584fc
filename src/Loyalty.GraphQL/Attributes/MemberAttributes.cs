using Microsoft.AspNetCore.Authorization;

namespace Loyalty.GraphQL;

/// <summary>The name in the schema, where convention would give another.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The description in the schema; it wins over the XML documentation.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    public string Description { get; } = description;
}

/// <summary>Keeps a member out of the schema.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>Marks a field, argument or enum value as not to be used any more; <see cref="ObsoleteAttribute"/> counts too.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

/// <summary>The type in the schema as a type reference, such as <c>[Int!]</c>, where C# cannot say it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class GraphQLTypeAttribute(string type) : Attribute
{
    public string Type { get; } = type;
}

/// <summary>
/// The scalar ID. With a type name, a global id: encoded with that name on the way out; on the way in decoded, and
/// refused with <c>ID_TYPE_MISMATCH</c> when it is the id of something else.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class IDAttribute(string? typeName = null) : Attribute
{
    public string? TypeName { get; } = typeName;
}

/// <summary>The object whose field is being resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>Forces injection from the request's services; registered services are recognised without it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;

/// <summary>
/// A field of the subscription root. <see cref="With"/> names the public method of the same class that gives the source stream,
/// and the annotated method resolves each of its events, which it takes as <see cref="EventMessageAttribute"/>. Without it the
/// annotated method gives the stream itself, and each event is the field's value. A source stream method returns
/// <see cref="IAsyncEnumerable{T}"/>, or a task of one, and takes parameters as resolvers do; its arguments are the field's.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    public string? With { get; init; }
}

/// <summary>The value of a subscription's event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;

/// <summary>The default of an argument or input field as a C# value.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    public object? Value { get; } = value;
}

/// <summary>The default of an argument or input field as a GraphQL literal.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultValueSyntaxAttribute(string syntax) : Attribute
{
    public string Syntax { get; } = syntax;
}

/// <summary>Where a scalar's format is written down, on a class derived from <see cref="Types.ScalarType"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SpecifiedByAttribute(string url) : Attribute
{
    public string Url { get; } = url;
}

/// <summary>
/// Who may read a field, or all fields of a type. Anonymous callers get <c>AUTH_NOT_AUTHENTICATED</c>, others without
/// role or policy <c>AUTH_NOT_AUTHORIZED</c>. ASP.NET Core's own attribute means the same here.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class AuthorizeAttribute(string? policy = null) : Attribute, IAuthorizeData
{
    public string? Policy { get; set; } = policy;

    /// <summary>Role names separated by commas; one of them is enough.</summary>
    public string? Roles { get; set; }

    string? IAuthorizeData.AuthenticationSchemes { get; set; }
}

/// <summary>Lifts the type's <see cref="AuthorizeAttribute"/> from a field.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class AllowAnonymousAttribute : Attribute, IAllowAnonymous;
