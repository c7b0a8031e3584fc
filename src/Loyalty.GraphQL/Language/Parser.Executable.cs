namespace Loyalty.GraphQL.Language;

public sealed partial class Parser
{
    private DefinitionNode ParseDefinition()
    {
        if (token.Kind == TokenKind.BraceOpen)
            return ParseOperation(null, token);
        var start = token;
        var description = ParseDescription();
        if (description is not null && token.Kind == TokenKind.BraceOpen)
            throw Error("Unexpected description, descriptions are not supported on shorthand queries.", start);
        if (token.Kind != TokenKind.Name)
            throw Unexpected();
        return token.Value switch
        {
            "query" or "mutation" or "subscription" => ParseOperation(description, start),
            "fragment" => ParseFragmentDefinition(description, start),
            _ when description is not null && !IsDefinition(token.Value) => throw Error(
                "Unexpected description, only GraphQL definitions support descriptions.",
                start
            ),
            _ => ParseTypeSystem(description, start),
        };
    }

    private static bool IsDefinition(string keyword) =>
        keyword is "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive";

    private StringValueNode? ParseDescription() =>
        token.Kind is TokenKind.String or TokenKind.BlockString ? ParseString() : null;

    private OperationDefinitionNode ParseOperation(StringValueNode? description, Token start)
    {
        if (token.Kind == TokenKind.BraceOpen)
        {
            var shorthand = ParseSelectionSet();
            return new(null, OperationKind.Query, null, [], [], shorthand) { Location = From(start) };
        }
        var operation = ParseOperationKind();
        var name = token.Kind == TokenKind.Name ? ParseName() : null;
        var variables = OptionalMany(TokenKind.ParenOpen, ParseVariableDefinition, TokenKind.ParenClose);
        var directives = ParseDirectives(isConst: false);
        var selections = ParseSelectionSet();
        return new(description, operation, name, variables, directives, selections) { Location = From(start) };
    }

    private OperationKind ParseOperationKind()
    {
        OperationKind? kind =
            token.Kind != TokenKind.Name
                ? null
                : token.Value switch
                {
                    "query" => OperationKind.Query,
                    "mutation" => OperationKind.Mutation,
                    "subscription" => OperationKind.Subscription,
                    _ => null,
                };
        if (kind is null)
            throw Unexpected();
        Advance();
        return kind.Value;
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = token;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        var type = ParseTypeReference();
        var defaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null;
        var directives = ParseDirectives(isConst: true);
        return new(description, variable, type, defaultValue, directives) { Location = From(start) };
    }

    private VariableNode ParseVariable()
    {
        var start = Expect(TokenKind.Dollar);
        return new VariableNode(ParseName()) { Location = From(start) };
    }

    private SelectionSetNode ParseSelectionSet()
    {
        Enter();
        var start = token;
        var selections = Many(TokenKind.BraceOpen, ParseSelection, TokenKind.BraceClose);
        Leave();
        return new SelectionSetNode(selections) { Location = From(start) };
    }

    private SelectionNode ParseSelection() => token.Kind == TokenKind.Spread ? ParseFragment() : ParseField();

    private FieldNode ParseField()
    {
        var start = token;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }
        var arguments = ParseArguments(isConst: false);
        var directives = ParseDirectives(isConst: false);
        var selections = token.Kind == TokenKind.BraceOpen ? ParseSelectionSet() : null;
        return new FieldNode(alias, name, arguments, directives, selections) { Location = From(start) };
    }

    private SelectionNode ParseFragment()
    {
        var start = Expect(TokenKind.Spread);
        if (token.Kind == TokenKind.Name && !IsKeyword("on"))
        {
            var name = ParseName();
            return new FragmentSpreadNode(name, ParseDirectives(isConst: false)) { Location = From(start) };
        }
        var condition = SkipKeyword("on") ? ParseNamedType() : null;
        var directives = ParseDirectives(isConst: false);
        var selections = ParseSelectionSet();
        return new InlineFragmentNode(condition, directives, selections) { Location = From(start) };
    }

    private FragmentDefinitionNode ParseFragmentDefinition(StringValueNode? description, Token start)
    {
        ExpectKeyword("fragment");
        if (IsKeyword("on"))
            throw Unexpected();
        var name = ParseName();
        ExpectKeyword("on");
        var condition = ParseNamedType();
        var directives = ParseDirectives(isConst: false);
        var selections = ParseSelectionSet();
        return new(description, name, condition, directives, selections) { Location = From(start) };
    }

    private SyntaxList<ArgumentNode> ParseArguments(bool isConst) =>
        token.Kind == TokenKind.ParenOpen
            ? Many(TokenKind.ParenOpen, () => ParseArgument(isConst), TokenKind.ParenClose)
            : [];

    private ArgumentNode ParseArgument(bool isConst)
    {
        var start = token;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new ArgumentNode(name, ParseValue(isConst)) { Location = From(start) };
    }

    private SyntaxList<DirectiveNode> ParseDirectives(bool isConst)
    {
        if (token.Kind != TokenKind.At)
            return [];
        var directives = new List<DirectiveNode>();
        while (token.Kind == TokenKind.At)
        {
            var start = Expect(TokenKind.At);
            var name = ParseName();
            directives.Add(new DirectiveNode(name, ParseArguments(isConst)) { Location = From(start) });
        }
        return List(directives);
    }
}
