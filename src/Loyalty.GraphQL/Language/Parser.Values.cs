namespace Loyalty.GraphQL.Language;

public sealed partial class Parser
{
    private ValueNode ParseValue(bool isConst)
    {
        var start = token;
        switch (start.Kind)
        {
            case TokenKind.BracketOpen:
                return ParseListValue(isConst);
            case TokenKind.BraceOpen:
                return ParseObjectValue(isConst);
            case TokenKind.Int:
                Advance();
                return new IntValueNode(start.Value) { Location = From(start) };
            case TokenKind.Float:
                Advance();
                return new FloatValueNode(start.Value) { Location = From(start) };
            case TokenKind.String or TokenKind.BlockString:
                return ParseString();
            case TokenKind.Name:
                Advance();
                return start.Value switch
                {
                    "true" => new BooleanValueNode(true) { Location = From(start) },
                    "false" => new BooleanValueNode(false) { Location = From(start) },
                    "null" => new NullValueNode { Location = From(start) },
                    _ => new EnumValueNode(start.Value) { Location = From(start) },
                };
            case TokenKind.Dollar when !isConst:
                return ParseVariable();
            case TokenKind.Dollar:
                Advance();
                throw Error(
                    token.Kind == TokenKind.Name
                        ? $"Unexpected variable \"${token.Value}\" in constant value."
                        : $"Unexpected {start}.",
                    start
                );
            default:
                throw Unexpected();
        }
    }

    private StringValueNode ParseString()
    {
        var start = token;
        Advance();
        return new StringValueNode(start.Value, start.Kind == TokenKind.BlockString) { Location = From(start) };
    }

    private ListValueNode ParseListValue(bool isConst)
    {
        Enter();
        var start = Expect(TokenKind.BracketOpen);
        var values = new List<ValueNode>();
        while (!Skip(TokenKind.BracketClose))
            values.Add(ParseValue(isConst));
        Leave();
        return new ListValueNode(List(values)) { Location = From(start) };
    }

    private ObjectValueNode ParseObjectValue(bool isConst)
    {
        Enter();
        var start = Expect(TokenKind.BraceOpen);
        var fields = new List<ObjectFieldNode>();
        while (!Skip(TokenKind.BraceClose))
        {
            var fieldStart = token;
            var name = ParseName();
            Expect(TokenKind.Colon);
            fields.Add(new ObjectFieldNode(name, ParseValue(isConst)) { Location = From(fieldStart) });
        }
        Leave();
        return new ObjectValueNode(List(fields)) { Location = From(start) };
    }

    private NamedTypeNode ParseNamedType()
    {
        var start = token;
        return new NamedTypeNode(ParseName()) { Location = From(start) };
    }

    private TypeNode ParseTypeReference()
    {
        Enter();
        var start = token;
        TypeNode type;
        if (Skip(TokenKind.BracketOpen))
        {
            var inner = ParseTypeReference();
            Expect(TokenKind.BracketClose);
            type = new ListTypeNode(inner) { Location = From(start) };
        }
        else
        {
            type = ParseNamedType();
        }
        Leave();
        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type) { Location = From(start) } : type;
    }
}
