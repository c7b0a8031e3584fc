using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Types;

/// <summary>Turns a schema into syntax nodes, and those into text.</summary>
internal static class SchemaPrinter
{
    private static readonly HashSet<string> BuiltIn = new(StringComparer.Ordinal)
    {
        "Int",
        "Float",
        "String",
        "Boolean",
        "ID",
        "skip",
        "include",
        "deprecated",
        "specifiedBy",
        "oneOf",
    };

    public static string Print(Schema schema)
    {
        List<DefinitionNode> definitions = [SchemaNode(schema)];
        foreach (var directive in schema.Directives.OrderBy(d => d.Name, StringComparer.Ordinal))
        {
            if (!BuiltIn.Contains(directive.Name))
                definitions.Add(DirectiveNode(directive));
        }
        foreach (var type in schema.Types.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (!BuiltIn.Contains(type.Name) && !type.Name.StartsWith("__", StringComparison.Ordinal))
                definitions.Add(TypeNode(type));
        }
        return SyntaxPrinter.Print(new DocumentNode([.. definitions])) + "\n";
    }

    private static SchemaDefinitionNode SchemaNode(Schema schema)
    {
        List<OperationTypeNode> roots = [new(OperationKind.Query, Named(schema.Query))];
        if (schema.Mutation is not null)
            roots.Add(new(OperationKind.Mutation, Named(schema.Mutation)));
        if (schema.Subscription is not null)
            roots.Add(new(OperationKind.Subscription, Named(schema.Subscription)));
        return new(false, Text(schema.Description), [], [.. roots]);
    }

    private static DirectiveDefinitionNode DirectiveNode(DirectiveDefinition directive) =>
        new(
            Text(directive.Description),
            new NameNode(directive.Name),
            [.. directive.Arguments.Select(InputNode)],
            directive.IsRepeatable,
            [.. DirectiveLocations.Names(directive.Locations).Select(name => new NameNode(name))]
        );

    private static TypeDefinitionNode TypeNode(NamedType type)
    {
        var name = new NameNode(type.Name);
        var description = Text(type.Description);
        return type switch
        {
            ScalarType s => new ScalarTypeNode(false, description, name, [.. SpecifiedBy(s), .. s.AppliedDirectives]),
            ObjectType o => new ObjectTypeNode(false, description, name, Interfaces(o), Applied(o), Fields(o)),
            InterfaceType i => new InterfaceTypeNode(false, description, name, Interfaces(i), Applied(i), Fields(i)),
            UnionType u => new UnionTypeNode(false, description, name, Applied(u), [.. u.Types.Select(Named)]),
            EnumType e => new EnumTypeNode(false, description, name, Applied(e), [.. e.Values.Select(ValueNode)]),
            InputObjectType input => new InputObjectTypeNode(
                false,
                description,
                name,
                input.IsOneOf ? [new DirectiveNode(new NameNode("oneOf"), []), .. Applied(input)] : Applied(input),
                [.. input.Fields.Select(InputNode)]
            ),
            _ => throw new InvalidOperationException($"No syntax for {type.Name}."),
        };
    }

    private static SyntaxList<DirectiveNode> Applied(NamedType type) => [.. type.AppliedDirectives];

    private static SyntaxList<NamedTypeNode> Interfaces(ComplexType type) => [.. type.Interfaces.Select(Named)];

    private static SyntaxList<FieldDefinitionNode> Fields(ComplexType type) =>
        [
            .. type.Fields.Select(field => new FieldDefinitionNode(
                Text(field.Description),
                new NameNode(field.Name),
                [.. field.Arguments.Select(InputNode)],
                field.Type.ToSyntax(),
                [.. Deprecated(field.DeprecationReason), .. field.AppliedDirectives]
            )),
        ];

    private static InputValueDefinitionNode InputNode(InputValueDefinition input) =>
        new(
            Text(input.Description),
            new NameNode(input.Name),
            input.Type.ToSyntax(),
            input.DefaultValue,
            [.. Deprecated(input.DeprecationReason), .. input.AppliedDirectives]
        );

    private static EnumValueDefinitionNode ValueNode(EnumValue value) =>
        new(Text(value.Description), new NameNode(value.Name), Deprecated(value.DeprecationReason));

    private static SyntaxList<DirectiveNode> Deprecated(string? reason) =>
        reason is null ? [] : [Directive("deprecated", "reason", reason)];

    private static SyntaxList<DirectiveNode> SpecifiedBy(ScalarType scalar) =>
        scalar.SpecifiedBy is null ? [] : [Directive("specifiedBy", "url", scalar.SpecifiedBy)];

    private static DirectiveNode Directive(string name, string argument, string value) =>
        new(new NameNode(name), [new ArgumentNode(new NameNode(argument), new StringValueNode(value, false))]);

    private static NamedTypeNode Named(NamedType type) => new(new NameNode(type.Name));

    private static StringValueNode? Text(string? value) =>
        value is null
            ? null
            : new StringValueNode(value, value.Contains('\n', StringComparison.Ordinal) || value.Length > 70);
}
