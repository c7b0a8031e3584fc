using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Validation;

/// <summary>Sections 5.3 (fields), 5.4 (arguments), 5.5 (fragments on types) and 5.7 (directives), in one walk.</summary>
internal sealed class SelectionRules(ValidationContext context)
{
    private readonly List<VariableUsage> usages = [];

    private Schema Schema => context.Schema;

    public void Check(ExecutableDefinitionNode definition)
    {
        context.Usages[definition] = usages;
        switch (definition)
        {
            case OperationDefinitionNode operation:
                var location = operation.Operation switch
                {
                    OperationKind.Query => DirectiveLocation.Query,
                    OperationKind.Mutation => DirectiveLocation.Mutation,
                    _ => DirectiveLocation.Subscription,
                };
                foreach (var variable in operation.Variables)
                {
                    CheckDirectives(variable.Directives, DirectiveLocation.VariableDefinition);
                    if (
                        variable.DefaultValue is not null
                        && VariableRules.InputType(context, variable.Type) is { } type
                    )
                        Values().Check(variable.DefaultValue, type);
                }
                CheckDirectives(operation.Directives, location);
                CheckSet(operation.SelectionSet, context.RootType(operation.Operation));
                break;
            case FragmentDefinitionNode fragment:
                CheckDirectives(fragment.Directives, DirectiveLocation.FragmentDefinition);
                CheckSet(
                    fragment.SelectionSet,
                    ConditionType(fragment.TypeCondition, $"Fragment \"{fragment.Name.Value}\"")
                );
                break;
        }
    }

    private ValueRules Values() => new(context, usages);

    // A parent of null is one that is not known; it was reported, and its selections can tell nothing more.
    private void CheckSet(SelectionSetNode set, NamedType? parent)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    CheckField(field, parent);
                    break;
                case InlineFragmentNode inline:
                    CheckDirectives(inline.Directives, DirectiveLocation.InlineFragment);
                    var type = inline.TypeCondition is null ? parent : ConditionType(inline.TypeCondition, "Fragment");
                    if (type is not null && parent is not null && !Overlap(type, parent))
                        context.Report(
                            $"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".",
                            inline
                        );
                    CheckSet(inline.SelectionSet, type);
                    break;
                case FragmentSpreadNode spread:
                    CheckSpread(spread, parent);
                    break;
            }
        }
    }

    private void CheckField(FieldNode field, NamedType? parent)
    {
        CheckDirectives(field.Directives, DirectiveLocation.Field);
        var definition = parent is null ? null : Introspection.FindField(Schema, parent, field.Name.Value);
        if (parent is not null && definition is null)
            context.Report($"Cannot query field \"{field.Name.Value}\" on type \"{parent}\".", field);
        CheckArguments(field.Arguments, definition?.Arguments, field, $"field \"{parent}.{field.Name.Value}\"");
        var type = definition?.Type.Named;
        if (type is ScalarType or EnumType && field.SelectionSet is not null)
            context.Report(
                $"Field \"{field.Name.Value}\" must not have a selection since type \"{definition!.Type}\" has no subfields.",
                field.SelectionSet
            );
        if (type is ComplexType or UnionType && field.SelectionSet is null)
            context.Report(
                $"Field \"{field.Name.Value}\" of type \"{definition!.Type}\" must have a selection of subfields. Did you mean \"{field.Name.Value} {{ ... }}\"?",
                field
            );
        if (field.SelectionSet is not null)
            CheckSet(field.SelectionSet, type is ComplexType or UnionType ? type : null);
    }

    private NamedType? ConditionType(NamedTypeNode condition, string what)
    {
        var type = Schema.FindType(condition.Name.Value);
        if (type is null)
            context.Report($"Unknown type \"{condition.Name.Value}\".", condition);
        else if (type is not (ComplexType or UnionType))
            context.Report($"{what} cannot condition on non composite type \"{type}\".", condition);
        return type is ComplexType or UnionType ? type : null;
    }

    private void CheckSpread(FragmentSpreadNode spread, NamedType? parent)
    {
        CheckDirectives(spread.Directives, DirectiveLocation.FragmentSpread);
        if (!context.Fragments.TryGetValue(spread.Name.Value, out var fragment))
        {
            context.Report($"Unknown fragment \"{spread.Name.Value}\".", spread.Name);
            return;
        }
        var type = Schema.FindType(fragment.TypeCondition.Name.Value);
        if (type is ComplexType or UnionType && parent is not null && !Overlap(type, parent))
            context.Report(
                $"Fragment \"{spread.Name.Value}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".",
                spread
            );
    }

    private bool Overlap(NamedType a, NamedType b) =>
        ReferenceEquals(a, b) || Schema.PossibleTypes(a).Any(type => Schema.IsPossible(b, type));

    private void CheckDirectives(SyntaxList<DirectiveNode> directives, DirectiveLocation location)
    {
        if (directives.Count == 0)
            return;
        var seen = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            var definition = Schema.FindDirective(name);
            CheckArguments(directive.Arguments, definition?.Arguments, directive, $"directive \"@{name}\"");
            if (definition is null)
            {
                context.Report($"Unknown directive \"@{name}\".", directive);
                continue;
            }
            if ((definition.Locations & location) == DirectiveLocation.None)
                context.Report(
                    $"Directive \"@{name}\" may not be used on {DirectiveLocations.Names(location).First()}.",
                    directive
                );
            if (!definition.IsRepeatable && !seen.TryAdd(name, directive))
                context.Report(
                    $"The directive \"@{name}\" can only be used once at this location.",
                    seen[name],
                    directive
                );
        }
    }

    private void CheckArguments(
        SyntaxList<ArgumentNode> given,
        IReadOnlyList<InputValueDefinition>? definitions,
        SyntaxNode owner,
        string where
    )
    {
        context.ReportRepeated(given.Select(argument => argument.Name), name => $"argument named \"{name}\"");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in given)
        {
            var name = argument.Name.Value;
            seen.Add(name);
            var definition = definitions?.FirstOrDefault(d => string.Equals(d.Name, name, StringComparison.Ordinal));
            if (definitions is not null && definition is null)
                context.Report($"Unknown argument \"{name}\" on {where}.", argument);
            Values().Check(argument.Value, definition?.Type, definition?.DefaultValue is not null);
        }
        foreach (var missing in definitions?.Where(d => d.IsRequired && !seen.Contains(d.Name)) ?? [])
            context.Report(
                $"Argument \"{missing.Name}\" of type \"{missing.Type}\" is required on {where}, but it was not provided.",
                owner
            );
    }
}
