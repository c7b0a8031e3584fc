using System.Reflection;
using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

internal sealed partial class SchemaFactory
{
    private readonly Dictionary<string, FieldResolver> nodeResolvers = new(StringComparer.Ordinal);
    private InterfaceType? nodeInterface;

    private bool IsNode(Type type) =>
        type.IsDefined(typeof(NodeAttribute)) || extensions[type].Any(e => e.Class.IsDefined(typeof(NodeAttribute)));

    private InterfaceType NodeInterface()
    {
        if (nodeInterface is null)
        {
            nodeInterface = Register(
                new InterfaceType("Node") { Description = "An object with a globally unique id." }
            );
            nodeInterface.Add(
                new FieldDefinition("id", new NonNullType(types["ID"])) { Description = "The globally unique id." }
            );
        }
        return nodeInterface;
    }

    private void MakeNode(ObjectType type, Type runtimeType)
    {
        type.Implement(NodeInterface());
        var id = type.FindField("id") ?? throw new SchemaException([$"{type.Name} is a [Node] and needs an Id."]);
        var resolver = id.Resolver.Clone();
        resolver.IdType = type.Name;
        var nodeId = new FieldDefinition("id", new NonNullType(types["ID"]))
        {
            Description = id.Description ?? "The globally unique id.",
            Resolver = resolver,
        };
        type.Add(nodeId);
        var method = extensions[runtimeType]
            .Select(e => e.Class)
            .Append(runtimeType)
            .SelectMany(owner => owner.GetMethods(Members))
            .FirstOrDefault(m => m.IsStatic && m.IsDefined(typeof(NodeResolverAttribute)));
        if (method is null)
        {
            problems.Add($"{type.Name} is a [Node] and needs a static method with [NodeResolver].");
            return;
        }
        var arguments = new List<InputValueDefinition>();
        var bindings = method.GetParameters().Select(parameter => Bind(parameter, method, arguments)).ToList();
        if (arguments is not [var only])
        {
            problems.Add($"The [NodeResolver] of {type.Name} must take the id and else only services.");
            return;
        }
        var target = method.GetParameters()[bindings.FindIndex(b => b.Kind == BindingKind.Argument)].ParameterType;
        var read = Conversions.FromScalar(typeof(string), target);
        only.Convert = read;
        var load = ResolverCompiler.Method(method.DeclaringType!, method, method.ReturnType, bindings, isRoot: true);
        load.IdConvert = read;
        load.Rules = RulesOf(method.DeclaringType!, method);
        nodeResolvers.Add(type.Name, load);
    }

    private void AddNodeFields(ObjectType query)
    {
        var node = NodeInterface();
        var id = new NonNullType(types["ID"]);
        var loader = new NodeLoader(nodeIds, nodeResolvers);
        query.Add(
            new FieldDefinition("node", node)
            {
                Description = "Finds an object by its globally unique id.",
                Arguments = [new InputValueDefinition("id", id) { Description = "The globally unique id." }],
                Resolver = new FieldResolver
                {
                    KeepsContext = true,
                    Contextual = context => loader.LoadAsync(context, context.Argument<string>(0)),
                    TaskResult = NodeLoader.ResultOfOne,
                },
            }
        );
        var size = new Cost.ListSize(null, ["ids"], [], RequireOneSlicingArgument: false) { SizeMax = 100 };
        query.Add(
            new FieldDefinition("nodes", new NonNullType(new ListType(node)))
            {
                Description = "Finds objects by their globally unique ids, at most 100; null where there is none.",
                ListSize = size,
                AppliedDirectives = options.CostAnalysis ? [Cost.CostDirectives.Of(size)] : [],
                Arguments =
                [
                    new InputValueDefinition("ids", new NonNullType(new ListType(id)))
                    {
                        Description = "The globally unique ids.",
                    },
                ],
                Resolver = new FieldResolver
                {
                    KeepsContext = true,
                    Contextual = context => loader.LoadManyAsync(context, context.Argument<object[]>(0)),
                    TaskResult = NodeLoader.ResultOfMany,
                },
            }
        );
    }
}
