namespace Loyalty.GraphQL.Language;

public sealed partial class Parser
{
    private TypeSystemNode ParseTypeSystem(StringValueNode? description, Token start)
    {
        var extension = SkipKeyword("extend");
        if (token.Kind != TokenKind.Name)
            throw Unexpected();
        var keyword = token;
        TypeSystemNode node = keyword.Value switch
        {
            "schema" => ParseSchema(extension, description),
            "scalar" => ParseScalar(extension, description),
            "type" => ParseObject(extension, description),
            "interface" => ParseInterface(extension, description),
            "union" => ParseUnion(extension, description),
            "enum" => ParseEnum(extension, description),
            "input" => ParseInput(extension, description),
            "directive" when !extension => ParseDirectiveDefinition(description),
            _ => throw Unexpected(),
        };
        // An extension that adds nothing is not in the grammar.
        if (extension && lastEnd == extensionHeadEnd)
            throw Unexpected();
        return node with { Location = From(start) };
    }

    private int extensionHeadEnd;

    private NameNode ParseHead()
    {
        Advance();
        var name = ParseName();
        extensionHeadEnd = lastEnd;
        return name;
    }

    private SchemaDefinitionNode ParseSchema(bool extension, StringValueNode? description)
    {
        Advance();
        extensionHeadEnd = lastEnd;
        var directives = ParseDirectives(isConst: true);
        var operations = extension
            ? OptionalMany(TokenKind.BraceOpen, ParseOperationType, TokenKind.BraceClose)
            : Many(TokenKind.BraceOpen, ParseOperationType, TokenKind.BraceClose);
        return new(extension, description, directives, operations);
    }

    private OperationTypeNode ParseOperationType()
    {
        var start = token;
        var operation = ParseOperationKind();
        Expect(TokenKind.Colon);
        return new OperationTypeNode(operation, ParseNamedType()) { Location = From(start) };
    }

    private ScalarTypeNode ParseScalar(bool extension, StringValueNode? description)
    {
        var name = ParseHead();
        return new(extension, description, name, ParseDirectives(isConst: true));
    }

    private ObjectTypeNode ParseObject(bool extension, StringValueNode? description)
    {
        var name = ParseHead();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConst: true);
        return new(extension, description, name, interfaces, directives, ParseFieldDefinitions());
    }

    private InterfaceTypeNode ParseInterface(bool extension, StringValueNode? description)
    {
        var name = ParseHead();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConst: true);
        return new(extension, description, name, interfaces, directives, ParseFieldDefinitions());
    }

    private SyntaxList<NamedTypeNode> ParseImplements() =>
        SkipKeyword("implements") ? Delimited(TokenKind.Amp, ParseNamedType) : [];

    private SyntaxList<T> Delimited<T>(TokenKind delimiter, Func<T> item)
    {
        Skip(delimiter);
        var items = new List<T>();
        do items.Add(item());
        while (Skip(delimiter));
        return List(items);
    }

    private SyntaxList<FieldDefinitionNode> ParseFieldDefinitions() =>
        OptionalMany(TokenKind.BraceOpen, ParseFieldDefinition, TokenKind.BraceClose);

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = token;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = OptionalMany(TokenKind.ParenOpen, ParseInputValue, TokenKind.ParenClose);
        Expect(TokenKind.Colon);
        var type = ParseTypeReference();
        var directives = ParseDirectives(isConst: true);
        return new FieldDefinitionNode(description, name, arguments, type, directives) { Location = From(start) };
    }

    private InputValueDefinitionNode ParseInputValue()
    {
        var start = token;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        var type = ParseTypeReference();
        var defaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null;
        var directives = ParseDirectives(isConst: true);
        return new InputValueDefinitionNode(description, name, type, defaultValue, directives)
        {
            Location = From(start),
        };
    }

    private UnionTypeNode ParseUnion(bool extension, StringValueNode? description)
    {
        var name = ParseHead();
        var directives = ParseDirectives(isConst: true);
        var types = Skip(TokenKind.EqualsSign) ? Delimited(TokenKind.Pipe, ParseNamedType) : [];
        return new(extension, description, name, directives, types);
    }

    private EnumTypeNode ParseEnum(bool extension, StringValueNode? description)
    {
        var name = ParseHead();
        var directives = ParseDirectives(isConst: true);
        var values = OptionalMany(TokenKind.BraceOpen, ParseEnumValueDefinition, TokenKind.BraceClose);
        return new(extension, description, name, directives, values);
    }

    private EnumValueDefinitionNode ParseEnumValueDefinition()
    {
        var start = token;
        var description = ParseDescription();
        if (IsKeyword("true") || IsKeyword("false") || IsKeyword("null"))
            throw Error($"Name \"{token.Value}\" is reserved and cannot be used for an enum value.");
        var name = ParseName();
        return new(description, name, ParseDirectives(isConst: true)) { Location = From(start) };
    }

    private InputObjectTypeNode ParseInput(bool extension, StringValueNode? description)
    {
        var name = ParseHead();
        var directives = ParseDirectives(isConst: true);
        var fields = OptionalMany(TokenKind.BraceOpen, ParseInputValue, TokenKind.BraceClose);
        return new(extension, description, name, directives, fields);
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(StringValueNode? description)
    {
        Advance();
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = OptionalMany(TokenKind.ParenOpen, ParseInputValue, TokenKind.ParenClose);
        var repeatable = SkipKeyword("repeatable");
        ExpectKeyword("on");
        return new(description, name, arguments, repeatable, Delimited(TokenKind.Pipe, ParseDirectiveLocation));
    }

    private NameNode ParseDirectiveLocation()
    {
        var current = token;
        var name = ParseName();
        if (!DirectiveLocations.TryParse(name.Value, out _))
            throw Error($"Unexpected Name \"{name.Value}\".", current);
        return name;
    }
}
