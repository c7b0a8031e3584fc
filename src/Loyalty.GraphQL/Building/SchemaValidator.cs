using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Building;

/// <summary>The rules of section 3 that C# types can break.</summary>
internal sealed partial class SchemaValidator(List<string> problems)
{
    public static void Check(
        IEnumerable<NamedType> types,
        IEnumerable<DirectiveDefinition> directives,
        List<string> problems
    )
    {
        var validator = new SchemaValidator(problems);
        // First, because a default that contains itself cannot be coerced.
        foreach (var input in types.OfType<InputObjectType>())
            validator.CheckDefaultCycles(input);
        foreach (var type in types)
            validator.Check(type);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives)
            validator.Check(directive, names);
    }

    private void Check(NamedType type)
    {
        CheckName(type.Name, type.Name);
        switch (type)
        {
            case ComplexType complex:
                CheckFields(complex);
                break;
            case UnionType { Types.Count: 0 }:
                problems.Add($"Union {type.Name} has no types.");
                break;
            case EnumType e:
                CheckEnum(e);
                break;
            case InputObjectType input:
                CheckInput(input);
                break;
        }
    }

    private void Check(DirectiveDefinition directive, HashSet<string> names)
    {
        CheckName(directive.Name, "@" + directive.Name);
        if (!names.Add(directive.Name))
            problems.Add($"There are two directives @{directive.Name}.");
        if (directive.Locations == DirectiveLocation.None)
            problems.Add($"@{directive.Name} may stand nowhere.");
        CheckInputs("@" + directive.Name, directive.Arguments);
    }

    private void CheckName(string name, string where)
    {
        var valid =
            name.Length > 0 && Lexer.IsNameStart(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!valid)
            problems.Add($"{where}: \"{name}\" is no GraphQL name.");
        else if (name.StartsWith("__", StringComparison.Ordinal))
            problems.Add($"{where}: names that begin with two underscores are reserved.");
    }

    private void CheckEnum(EnumType type)
    {
        if (type.Values.Count == 0)
            problems.Add($"Enum {type.Name} has no values.");
        foreach (var value in type.Values)
        {
            CheckName(value.Name, $"{type.Name}.{value.Name}");
            if (value.Name is "true" or "false" or "null")
                problems.Add($"{type.Name}: {value.Name} is no name for an enum value.");
        }
    }

    private void CheckFields(ComplexType type)
    {
        if (type.Fields.Count == 0)
            problems.Add($"{type.Name} has no fields.");
        foreach (var field in type.Fields)
        {
            CheckName(field.Name, $"{type.Name}.{field.Name}");
            if (!field.Type.IsOutput)
                problems.Add($"{type.Name}.{field.Name}: {field.Type} is no output type.");
            CheckInputs($"{type.Name}.{field.Name}", field.Arguments);
        }
        foreach (var face in type.Interfaces)
            CheckImplements(type, face);
    }

    private void CheckInputs(string where, IEnumerable<InputValueDefinition> inputs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            CheckName(input.Name, where);
            if (!names.Add(input.Name))
                problems.Add($"{where}: there are two arguments {input.Name}.");
            if (!input.Type.IsInput)
                problems.Add($"{where}({input.Name}): {input.Type} is no input type.");
            else if (
                input.DefaultValue is not null
                && !(hasDefaultCycle && input.Type.Named is InputObjectType)
                && !InputCoercion.TryLiteral(input.DefaultValue, input.Type, null, out _)
            )
                problems.Add($"{where}({input.Name}): the default {input.DefaultValue} does not fit {input.Type}.");
            if (input.IsRequired && input.DeprecationReason is not null)
                problems.Add($"{where}({input.Name}): what is required cannot be deprecated.");
        }
    }

    private void CheckImplements(ComplexType type, InterfaceType face)
    {
        foreach (var inherited in face.Interfaces.Where(parent => !type.Interfaces.Contains(parent)))
            problems.Add($"{type.Name} must implement {inherited.Name}, because {face.Name} does.");
        foreach (var expected in face.Fields)
        {
            if (type.FindField(expected.Name) is not { } field)
            {
                problems.Add($"{type.Name} lacks the field {expected.Name} of {face.Name}.");
                continue;
            }
            if (field.DeprecationReason is not null && expected.DeprecationReason is null)
                problems.Add($"{type.Name}.{field.Name} is deprecated, but in {face.Name} it is not.");
            if (!IsSubtype(field.Type, expected.Type))
                problems.Add($"{type.Name}.{field.Name} is {field.Type}, but {face.Name} has {expected.Type}.");
            foreach (var argument in expected.Arguments)
            {
                if (field.FindArgument(argument.Name) is not { } own || !GraphQLType.Same(own.Type, argument.Type))
                    problems.Add(
                        $"{type.Name}.{field.Name} needs the argument {argument.Name}: {argument.Type} of {face.Name}."
                    );
            }
            foreach (var extra in field.Arguments.Where(a => a.IsRequired && expected.FindArgument(a.Name) is null))
                problems.Add(
                    $"{type.Name}.{field.Name}: {extra.Name} must not be required, because {face.Name} lacks it."
                );
        }
    }

    private static bool IsSubtype(GraphQLType type, GraphQLType expected) =>
        (type, expected) switch
        {
            (NonNullType a, NonNullType b) => IsSubtype(a.OfType, b.OfType),
            (NonNullType a, _) => IsSubtype(a.OfType, expected),
            (ListType a, ListType b) => IsSubtype(a.OfType, b.OfType),
            (ComplexType a, InterfaceType b) => ReferenceEquals(a, b) || a.Interfaces.Contains(b),
            (ObjectType a, UnionType b) => b.Types.Contains(a),
            _ => ReferenceEquals(type, expected),
        };
}
