using Loyalty.GraphQL.Execution;
using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Types;

internal static partial class Introspection
{
    private static readonly Dictionary<string, NamedType> Own = new(StringComparer.Ordinal);
    private static readonly ObjectType SchemaType = New(new ObjectType("__Schema"), "What the service offers.");
    private static readonly ObjectType TypeType = New(new ObjectType("__Type"), "A type, named or wrapped.");
    private static readonly ObjectType FieldType = New(new ObjectType("__Field"), "A field of an object or interface.");
    private static readonly ObjectType InputType = New(new ObjectType("__InputValue"), "An argument or input field.");
    private static readonly ObjectType EnumValueType = New(new ObjectType("__EnumValue"), "A value of an enum.");
    private static readonly ObjectType DirectiveType = New(new ObjectType("__Directive"), "A directive.");
    private static readonly EnumType KindType = Names(
        "__TypeKind",
        "The kinds of types.",
        ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"]
    );
    private static readonly EnumType LocationType = Names(
        "__DirectiveLocation",
        "Where directives may stand.",
        DirectiveLocations.Names((DirectiveLocation)int.MaxValue)
    );

    private static readonly FieldDefinition SchemaField;
    private static readonly FieldDefinition TypeField;

#pragma warning disable S3963 // It also fills the types, which refer to each other.
    static Introspection()
#pragma warning restore S3963
    {
        var name = new InputValueDefinition("name", new NonNullType(StandardScalars.String))
        {
            Description = "The name of the type.",
        };
        SchemaField = Field<object>("__schema", new NonNullType(SchemaType), (_, c) => c.Schema, "The schema.");
        TypeField = Field<object>(
            "__type",
            TypeType,
            (_, c) => c.Schema.FindType(c.Argument<string>(0)!),
            "A type by its name.",
            name
        );
        DescribeSchema();
        DescribeType();
        DescribeParts();
    }

    private static void DescribeSchema()
    {
        Add<Schema>(SchemaType, "description", StandardScalars.String, (schema, _) => schema.Description);
        Add<Schema>(SchemaType, "types", ListOf(TypeType), (schema, _) => schema.Types);
        Add<Schema>(SchemaType, "queryType", new NonNullType(TypeType), (schema, _) => schema.Query);
        Add<Schema>(SchemaType, "mutationType", TypeType, (schema, _) => schema.Mutation);
        Add<Schema>(SchemaType, "subscriptionType", TypeType, (schema, _) => schema.Subscription);
        Add<Schema>(SchemaType, "directives", ListOf(DirectiveType), (schema, _) => schema.Directives);
    }

    private static void DescribeType()
    {
        Add<GraphQLType>(TypeType, "kind", new NonNullType(KindType), (type, _) => Kind(type));
        Add<GraphQLType>(TypeType, "name", StandardScalars.String, (type, _) => (type as NamedType)?.Name);
        Add<GraphQLType>(
            TypeType,
            "description",
            StandardScalars.String,
            (type, _) => (type as NamedType)?.Description
        );
        Add<GraphQLType>(
            TypeType,
            "specifiedByURL",
            StandardScalars.String,
            (type, _) => (type as ScalarType)?.SpecifiedBy
        );
        AddDeprecable<GraphQLType>(
            TypeType,
            "fields",
            FieldType,
            (type, all) => (type as ComplexType)?.Fields.Where(f => all || f.DeprecationReason is null)
        );
        Add<GraphQLType>(
            TypeType,
            "interfaces",
            NullableListOf(TypeType),
            (type, _) => (type as ComplexType)?.Interfaces
        );
        Add<GraphQLType>(
            TypeType,
            "possibleTypes",
            NullableListOf(TypeType),
            (type, context) => type is InterfaceType or UnionType ? context.Schema.PossibleTypes((NamedType)type) : null
        );
        AddDeprecable<GraphQLType>(
            TypeType,
            "enumValues",
            EnumValueType,
            (type, all) => (type as EnumType)?.Values.Where(v => all || v.DeprecationReason is null)
        );
        AddDeprecable<GraphQLType>(
            TypeType,
            "inputFields",
            InputType,
            (type, all) => (type as InputObjectType)?.Fields.Where(f => all || f.DeprecationReason is null)
        );
        Add<GraphQLType>(
            TypeType,
            "ofType",
            TypeType,
            (type, _) => (type as NonNullType)?.OfType ?? (type as ListType)?.OfType
        );
        Add<GraphQLType>(TypeType, "isOneOf", StandardScalars.Boolean, (type, _) => (type as InputObjectType)?.IsOneOf);
    }

    private static void DescribeParts()
    {
        Add<FieldDefinition>(FieldType, "name", new NonNullType(StandardScalars.String), (field, _) => field.Name);
        Add<FieldDefinition>(FieldType, "description", StandardScalars.String, (field, _) => field.Description);
        AddDeprecable<FieldDefinition>(
            FieldType,
            "args",
            InputType,
            (field, all) => field.Arguments.Where(a => all || a.DeprecationReason is null),
            nonNull: true
        );
        Add<FieldDefinition>(FieldType, "type", new NonNullType(TypeType), (field, _) => field.Type);
        AddDeprecation<FieldDefinition>(FieldType, field => field.DeprecationReason);

        Add<InputValueDefinition>(InputType, "name", new NonNullType(StandardScalars.String), (input, _) => input.Name);
        Add<InputValueDefinition>(InputType, "description", StandardScalars.String, (input, _) => input.Description);
        Add<InputValueDefinition>(InputType, "type", new NonNullType(TypeType), (input, _) => input.Type);
        Add<InputValueDefinition>(
            InputType,
            "defaultValue",
            StandardScalars.String,
            (input, _) => input.DefaultValue?.ToString()
        );
        AddDeprecation<InputValueDefinition>(InputType, input => input.DeprecationReason);

        Add<EnumValue>(EnumValueType, "name", new NonNullType(StandardScalars.String), (value, _) => value.Name);
        Add<EnumValue>(EnumValueType, "description", StandardScalars.String, (value, _) => value.Description);
        AddDeprecation<EnumValue>(EnumValueType, value => value.DeprecationReason);

        Add<DirectiveDefinition>(
            DirectiveType,
            "name",
            new NonNullType(StandardScalars.String),
            (directive, _) => directive.Name
        );
        Add<DirectiveDefinition>(
            DirectiveType,
            "description",
            StandardScalars.String,
            (directive, _) => directive.Description
        );
        Add<DirectiveDefinition>(
            DirectiveType,
            "isRepeatable",
            new NonNullType(StandardScalars.Boolean),
            (d, _) => d.IsRepeatable
        );
        Add<DirectiveDefinition>(
            DirectiveType,
            "locations",
            ListOf(LocationType),
            (d, _) => DirectiveLocations.Names(d.Locations)
        );
        AddDeprecable<DirectiveDefinition>(
            DirectiveType,
            "args",
            InputType,
            (directive, all) => directive.Arguments.Where(a => all || a.DeprecationReason is null),
            nonNull: true
        );
    }

    private static string Kind(GraphQLType type) =>
        type switch
        {
            ScalarType => "SCALAR",
            ObjectType => "OBJECT",
            InterfaceType => "INTERFACE",
            UnionType => "UNION",
            EnumType => "ENUM",
            InputObjectType => "INPUT_OBJECT",
            ListType => "LIST",
            _ => "NON_NULL",
        };

    private static T New<T>(T type, string description)
        where T : NamedType
    {
        type.Description = description;
        Own.Add(type.Name, type);
        return type;
    }

    private static EnumType Names(string name, string description, IEnumerable<string> values)
    {
        var type = New(new EnumType(name), description);
        foreach (var value in values)
            type.Add(new EnumValue(value, value));
        return type;
    }

    private static NonNullType ListOf(NamedType type) => new(NullableListOf(type));

    private static ListType NullableListOf(NamedType type) => new(new NonNullType(type));

    private static void Add<T>(
        ObjectType owner,
        string name,
        GraphQLType type,
        Func<T, ResolverContext, object?> resolve
    ) => owner.Add(Field(name, type, resolve, null));

    private static FieldDefinition Field<T>(
        string name,
        GraphQLType type,
        Func<T, ResolverContext, object?> resolve,
        string? description,
        params IReadOnlyList<InputValueDefinition> arguments
    ) =>
        new(name, type)
        {
            Description = description,
            Arguments = arguments,
            Resolver = new FieldResolver { Contextual = context => resolve((T)context.ParentValue, context) },
        };

    private static void AddDeprecable<T>(
        ObjectType owner,
        string name,
        NamedType item,
        Func<T, bool, object?> resolve,
        bool nonNull = false
    )
    {
        var include = new InputValueDefinition("includeDeprecated", new NonNullType(StandardScalars.Boolean))
        {
            Description = "Whether to list what is deprecated too.",
            DefaultValue = new BooleanValueNode(false),
        };
        GraphQLType type = nonNull ? ListOf(item) : NullableListOf(item);
        owner.Add(Field<T>(name, type, (source, context) => resolve(source, context.Argument<bool>(0)), null, include));
    }

    private static void AddDeprecation<T>(ObjectType owner, Func<T, string?> reason)
    {
        Add<T>(
            owner,
            "isDeprecated",
            new NonNullType(StandardScalars.Boolean),
            (source, _) => reason(source) is not null
        );
        Add<T>(owner, "deprecationReason", StandardScalars.String, (source, _) => reason(source));
    }
}
