using System.Reflection;
using System.Runtime.CompilerServices;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;
using Microsoft.AspNetCore.Authorization;

namespace Loyalty.GraphQL.Building;

internal sealed partial class SchemaFactory
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    private readonly HashSet<(ComplexType, Type?, string)> fieldSources = [];

    private void AddMembers(ComplexType target, Type type, bool includeMethods, bool isRoot)
    {
        var ignored = extensions[type].SelectMany(e => e.Attribute.IgnoreProperties).ToHashSet(StringComparer.Ordinal);
        foreach (var property in type.GetProperties(Members))
        {
            if (
                property.GetIndexParameters().Length == 0
                && property.GetMethod is { IsPublic: true }
                && !ignored.Contains(property.Name)
            )
                AddField(target, type, property, property.PropertyType, () => nullability.Create(property), isRoot);
        }
        foreach (var method in type.GetMethods(Members))
        {
            if (IsField(method, includeMethods) && !ignored.Contains(method.Name))
                AddField(
                    target,
                    type,
                    method,
                    method.ReturnType,
                    () => nullability.Create(method.ReturnParameter),
                    isRoot
                );
        }
    }

    private static bool IsField(MethodInfo method, bool include) =>
        !method.IsSpecialName
        && !method.IsGenericMethodDefinition
        && method.ReturnType != typeof(void)
        && method.DeclaringType != typeof(object)
        && !method.IsDefined(typeof(CompilerGeneratedAttribute))
        && !method.IsDefined(typeof(DataLoaderAttribute))
        && !method.IsDefined(typeof(NodeResolverAttribute))
        && method.GetBaseDefinition().DeclaringType != typeof(object)
        && (
            include
            || method.IsDefined(typeof(GraphQLNameAttribute))
            || method.IsDefined(typeof(GraphQLDescriptionAttribute))
        );

    private void AddField(
        ComplexType target,
        Type type,
        MemberInfo member,
        Type result,
        Func<NullabilityInfo> info,
        bool isRoot
    )
    {
        if (member.IsDefined(typeof(GraphQLIgnoreAttribute)))
            return;
        try
        {
            var field = MakeField(type, member, result, info(), isRoot);
            // A derived class and an extension may replace a field; two members of one class are a mistake.
            if (!fieldSources.Add((target, member.DeclaringType, field.Name)))
                problems.Add($"{target.Name}: {type.Name} has two members for the field {field.Name}.");
            target.Add(field);
        }
        catch (SchemaException exception)
        {
            problems.AddRange(
                exception.Problems.Select(problem => $"{target.Name}, {type.Name}.{member.Name}: {problem}")
            );
        }
    }

    private FieldDefinition MakeField(Type type, MemberInfo member, Type result, NullabilityInfo info, bool isRoot)
    {
        var fieldType = TypeOf(result, info, input: false, member);
        var bindings = new List<ParameterBinding>();
        var arguments = new List<InputValueDefinition>();
        if (member is MethodInfo method)
        {
            foreach (var parameter in method.GetParameters())
                bindings.Add(Bind(parameter, member, arguments));
        }
        var resolver =
            member is PropertyInfo property && property.GetMethod is { IsStatic: false } && !isRoot
                ? ResolverCompiler.Property(property)
                : ResolverCompiler.Method(type, member, result, bindings, isRoot);
        resolver.IdType = Naming.Find<IDAttribute>(member)?.TypeName;
        resolver.Rules = RulesOf(type, member);
        var field = new FieldDefinition(Naming.Field(member), fieldType)
        {
            Description = XmlDocs.Of(member),
            DeprecationReason = Naming.Deprecation(member),
            Arguments = arguments,
            Resolver = resolver,
        };
        ApplyFieldCost(field, member, bindings);
        return field;
    }

    // Rules of the class hold for every field that it declares; those of an extended C# type come with its own fields.
    private static AuthorizationRule[] RulesOf(Type type, MemberInfo member)
    {
        if (member.GetCustomAttributes().Any(a => a is IAllowAnonymous))
            return [];
        return
        [
            .. type.GetCustomAttributes()
                .Concat(member.GetCustomAttributes())
                .OfType<IAuthorizeData>()
                .Select(data => new AuthorizationRule(data.Policy, data.Roles)),
        ];
    }

    private ParameterBinding Bind(ParameterInfo parameter, MemberInfo member, List<InputValueDefinition> arguments)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(ParentAttribute)))
            return new(parameter, BindingKind.Parent);
        if (ParameterBinding.WellKnown(type) is { } kind)
            return new(parameter, kind);
        if (type == typeof(PagingArguments))
            return BindPaging(parameter, member, arguments);
        if (typeof(IDataLoader).IsAssignableFrom(type))
            return new(parameter, BindingKind.DataLoader) { Loader = loaders.Find(type, parameter.Name) };
        if (parameter.IsDefined(typeof(EventMessageAttribute)))
            return new(parameter, BindingKind.EventMessage);
        if (parameter.IsDefined(typeof(ServiceAttribute)) || IsInjected(type))
            return new(parameter, BindingKind.Service);
        arguments.Add(Argument(parameter));
        return new(parameter, BindingKind.Argument, arguments.Count - 1);
    }

    // A collection is always an argument: the container would claim to know it.
    private bool IsInjected(Type type) =>
        !scalars.ContainsKey(type)
        && !type.IsValueType
        && ElementOf(type) is null
        && !type.IsDefined(typeof(InputObjectTypeAttribute))
        && isService.IsService(type);

    private ParameterBinding BindPaging(
        ParameterInfo parameter,
        MemberInfo member,
        List<InputValueDefinition> arguments
    )
    {
        var limits = member.GetCustomAttribute<UsePagingAttribute>() ?? new UsePagingAttribute();
        var first = arguments.Count;
        arguments.Add(
            new("first", types["Int"])
            {
                Description =
                    $"Number of items from the front, at most {limits.MaxPageSize}; {limits.DefaultPageSize} when neither this nor last is given.",
            }
        );
        arguments.Add(new("after", types["String"]) { Description = "Only items behind this cursor." });
        arguments.Add(
            new("last", types["Int"]) { Description = $"Number of items from the end, at most {limits.MaxPageSize}." }
        );
        arguments.Add(new("before", types["String"]) { Description = "Only items before this cursor." });
        return new(parameter, BindingKind.Paging, first) { Paging = limits };
    }

    private InputValueDefinition Argument(ParameterInfo parameter)
    {
        var type = TypeOf(parameter.ParameterType, nullability.Create(parameter), input: true, parameter);
        var argument = new InputValueDefinition(Naming.Argument(parameter), type)
        {
            Description = XmlDocs.Of(parameter),
            DeprecationReason = Naming.Deprecation(parameter),
            DefaultValue = DefaultOf(parameter, type, parameter.HasDefaultValue ? parameter.DefaultValue : null),
            Convert = Converter(parameter.ParameterType, type, Naming.Find<IDAttribute>(parameter)?.TypeName),
        };
        return ApplyInputCost(argument, parameter);
    }

    // A C# default of null says "optional", which the nullable type says already.
    private static ValueNode? DefaultOf(ICustomAttributeProvider source, GraphQLType type, object? fallback)
    {
        if (Naming.Find<DefaultValueSyntaxAttribute>(source) is { } literal)
            return Parser.ParseValue(literal.Syntax);
        if (Naming.Find<DefaultValueAttribute>(source) is { } given)
            return Literals.From(given.Value, type);
        return fallback is null ? null : Literals.From(fallback, type);
    }
}
