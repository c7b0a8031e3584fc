using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Types;

/// <summary>Introspection (section 4) and the built-in directives (section 3.13).</summary>
internal static partial class Introspection
{
    public static readonly FieldDefinition TypeName = new("__typename", new NonNullType(StandardScalars.String))
    {
        Description = "The name of the current object type at runtime.",
        Resolver = new FieldResolver { Contextual = context => context.ParentType.Name },
    };

    public static IReadOnlyList<DirectiveDefinition> Directives { get; } =
    [
        Conditional("skip", "Skips this field or fragment when the argument is true."),
        Conditional("include", "Includes this field or fragment only when the argument is true."),
        new DirectiveDefinition(
            "deprecated",
            DirectiveLocation.FieldDefinition
                | DirectiveLocation.ArgumentDefinition
                | DirectiveLocation.InputFieldDefinition
                | DirectiveLocation.EnumValue
        )
        {
            Description = "Marks an element of the schema as no longer supported.",
            Arguments =
            [
                new InputValueDefinition("reason", new NonNullType(StandardScalars.String))
                {
                    Description = "Why, and what to use instead.",
                    DefaultValue = new StringValueNode("No longer supported", Block: false),
                },
            ],
        },
        new DirectiveDefinition("specifiedBy", DirectiveLocation.Scalar)
        {
            Description = "Tells where the format of a scalar is written down.",
            Arguments =
            [
                new InputValueDefinition("url", new NonNullType(StandardScalars.String))
                {
                    Description = "The address.",
                },
            ],
        },
        new DirectiveDefinition("oneOf", DirectiveLocation.InputObject)
        {
            Description = "Exactly one field of the input object must be given, and not null.",
        },
    ];

    /// <summary>The field of a type, the meta fields included.</summary>
    public static FieldDefinition? FindField(Schema schema, NamedType type, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            switch (name)
            {
                case "__typename":
                    return type is ComplexType or UnionType ? TypeName : null;
                case "__schema" when ReferenceEquals(type, schema.Query):
                    return SchemaField;
                case "__type" when ReferenceEquals(type, schema.Query):
                    return TypeField;
            }
        }
        return (type as ComplexType)?.FindField(name);
    }

    public static void AddTypes(Dictionary<string, NamedType> types)
    {
        foreach (var (name, type) in Own)
            types[name] = type;
    }

    private static DirectiveDefinition Conditional(string name, string description) =>
        new(name, DirectiveLocation.Field | DirectiveLocation.FragmentSpread | DirectiveLocation.InlineFragment)
        {
            Description = description,
            Arguments =
            [
                new InputValueDefinition("if", new NonNullType(StandardScalars.Boolean))
                {
                    Description = "The condition.",
                },
            ],
        };
}
