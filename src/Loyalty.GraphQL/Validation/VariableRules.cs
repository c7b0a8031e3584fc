using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Validation;

/// <summary>Section 5.8: variables unique, of input types, defined, used, and where they are allowed.</summary>
internal static class VariableRules
{
    public static void Check(ValidationContext context, FragmentGraph graph)
    {
        foreach (var operation in context.Operations)
            Check(context, graph, operation);
    }

    public static GraphQLType? InputType(ValidationContext context, TypeNode node) =>
        VariableCoercion.TypeOf(context.Schema, node) is { IsInput: true } type ? type : null;

    private static void Check(ValidationContext context, FragmentGraph graph, OperationDefinitionNode operation)
    {
        context.ReportRepeated(
            operation.Variables.Select(definition => definition.Variable.Name),
            name => $"variable named \"${name}\""
        );
        var defined = new Dictionary<string, VariableDefinitionNode>(StringComparer.Ordinal);
        foreach (var definition in operation.Variables)
        {
            defined[definition.Variable.Name.Value] = definition;
            CheckType(context, definition);
        }
        var used = new HashSet<string>(StringComparer.Ordinal);
        var definitions = graph.Reachable(operation).Prepend<ExecutableDefinitionNode>(operation);
        foreach (var usage in definitions.SelectMany(d => context.Usages.GetValueOrDefault(d) ?? []))
        {
            var name = usage.Node.Name.Value;
            used.Add(name);
            if (!defined.TryGetValue(name, out var definition))
                context.Report(
                    operation.Name is null
                        ? $"Variable \"${name}\" is not defined."
                        : $"Variable \"${name}\" is not defined by operation \"{operation.Name.Value}\".",
                    usage.Node,
                    operation
                );
            else
                CheckPosition(context, usage, definition);
        }
        foreach (var unused in operation.Variables.Where(v => !used.Contains(v.Variable.Name.Value)))
        {
            var suffix = operation.Name is null ? "." : $" in operation \"{operation.Name.Value}\".";
            context.Report($"Variable \"${unused.Variable.Name.Value}\" is never used{suffix}", unused);
        }
    }

    private static void CheckType(ValidationContext context, VariableDefinitionNode definition)
    {
        var type = VariableCoercion.TypeOf(context.Schema, definition.Type);
        if (type is null)
            context.Report($"Unknown type \"{Named(definition.Type)}\".", Named(definition.Type));
        else if (!type.IsInput)
            context.Report(
                $"Variable \"${definition.Variable.Name.Value}\" cannot be non-input type \"{type}\".",
                definition.Type
            );
    }

    private static TypeNode Named(TypeNode node) =>
        node switch
        {
            NonNullTypeNode nonNull => Named(nonNull.Type),
            ListTypeNode list => Named(list.Type),
            _ => node,
        };

    // IsVariableUsageAllowed, section 5.8.5.
    private static void CheckPosition(ValidationContext context, VariableUsage usage, VariableDefinitionNode definition)
    {
        if (usage.Type is null || VariableCoercion.TypeOf(context.Schema, definition.Type) is not { } type)
            return;
        var name = usage.Node.Name.Value;
        if (usage.InOneOf && type is not NonNullType)
        {
            context.Report(
                $"Variable \"${name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object.",
                definition,
                usage.Node
            );
            return;
        }
        var expected = usage.Type;
        var hasDefault = usage.HasDefault || definition.DefaultValue is not (null or NullValueNode);
        if (expected is NonNullType nonNull && type is not NonNullType && hasDefault)
            expected = nonNull.OfType;
        if (!Fits(type, expected))
            context.Report(
                $"Variable \"${name}\" of type \"{type}\" used in position expecting type \"{usage.Type}\".",
                definition,
                usage.Node
            );
    }

    private static bool Fits(GraphQLType variable, GraphQLType position) =>
        (variable, position) switch
        {
            (NonNullType a, NonNullType b) => Fits(a.OfType, b.OfType),
            (_, NonNullType) => false,
            (NonNullType a, _) => Fits(a.OfType, position),
            (ListType a, ListType b) => Fits(a.OfType, b.OfType),
            _ => ReferenceEquals(variable, position),
        };
}
