using System.Reflection;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

internal sealed partial class SchemaFactory
{
    private void AddSubscriptions(ObjectType root, Type type)
    {
        var methods = type.GetMethods(Members)
            .Where(method => IsField(method, include: true) && !method.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .ToList();
        var sources = methods.Select(SourceName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var method in methods.Where(method => !sources.Contains(method.Name)))
        {
            try
            {
                root.Add(MakeSubscription(type, method));
            }
            catch (SchemaException exception)
            {
                problems.AddRange(
                    exception.Problems.Select(problem => $"{root.Name}, {type.Name}.{method.Name}: {problem}")
                );
            }
        }
    }

    private static string? SourceName(MethodInfo method) => method.GetCustomAttribute<SubscribeAttribute>()?.With;

    private FieldDefinition MakeSubscription(Type type, MethodInfo method)
    {
        var source = SourceName(method) is { } name ? type.GetMethod(name, Members) : method;
        if (source is null || SourceStream.EventType(source.ReturnType) is null)
            throw new SchemaException([
                "A field of the subscription root gives an IAsyncEnumerable<T>, or names the public method that does with [Subscribe(With = …)].",
            ]);
        var arguments = new List<InputValueDefinition>();
        var resolving = ReferenceEquals(source, method) ? [] : BindAll(method, arguments, []);
        var opening = BindAll(source, arguments, resolving);
        if (
            opening.Exists(binding =>
                binding.Kind is BindingKind.Paging or BindingKind.Parent or BindingKind.EventMessage
            )
        )
            throw new SchemaException([
                $"{source.Name} is called before there is an event: it has no parent, event or pages.",
            ]);
        var compiled = ReferenceEquals(source, method)
            ? new FieldResolver { Contextual = context => EventMessage.ValueOf(context.ParentValue) }
            : ResolverCompiler.Method(type, method, method.ReturnType, resolving, isRoot: true);
        var resolver = new FieldResolver
        {
            Contextual = compiled.Contextual,
            TaskResult = compiled.TaskResult,
            Source = new SourceStream(type, source, opening),
            Rules = RulesOf(type, method),
            IdType = Naming.Find<IDAttribute>(method)?.TypeName,
        };
        var result = ReferenceEquals(source, method)
            ? EventTypeOf(method)
            : TypeOf(method.ReturnType, nullability.Create(method.ReturnParameter), input: false, method);
        return new FieldDefinition(Naming.Field(method), result)
        {
            Description = XmlDocs.Of(method),
            DeprecationReason = Naming.Deprecation(method),
            Arguments = arguments,
            Resolver = resolver,
        };
    }

    private GraphQLType EventTypeOf(MethodInfo method)
    {
        if (Naming.Find<GraphQLTypeAttribute>(method) is { } given)
            return FromSyntax(Language.Parser.ParseType(given.Type));
        var (type, info) = (method.ReturnType, nullability.Create(method.ReturnParameter));
        while (type.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>))
            (type, info) = (type.GetGenericArguments()[0], info.GenericTypeArguments[0]);
        return Wrap(
            type.GetGenericArguments()[0],
            info.GenericTypeArguments[0],
            input: false,
            Naming.Has<IDAttribute>(method),
            connection: null
        );
    }

    // The resolver and its source share the field's arguments: one name is one argument.
    private List<ParameterBinding> BindAll(
        MethodInfo method,
        List<InputValueDefinition> arguments,
        IReadOnlyList<ParameterBinding> others
    )
    {
        var bindings = new List<ParameterBinding>();
        foreach (var parameter in method.GetParameters())
        {
            var binding = Bind(parameter, method, arguments);
            var shared = others.FirstOrDefault(other =>
                binding.Kind == BindingKind.Argument
                && other.Kind == BindingKind.Argument
                && string.Equals(Naming.Argument(other.Parameter), Naming.Argument(parameter), StringComparison.Ordinal)
            );
            if (shared is not null)
            {
                if (shared.Parameter.ParameterType != parameter.ParameterType)
                    throw new SchemaException([
                        $"{method.Name} takes the argument {parameter.Name} as another type than the resolver.",
                    ]);
                arguments.RemoveAt(arguments.Count - 1);
                binding = binding with { ArgumentIndex = shared.ArgumentIndex };
            }
            bindings.Add(binding);
        }
        return bindings;
    }
}
