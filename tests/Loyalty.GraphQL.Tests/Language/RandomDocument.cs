using System.Globalization;
using System.Text;
using Loyalty.GraphQL.Language;

namespace Loyalty.GraphQL.Tests.Language;

/// <summary>Documents that use the whole executable grammar; no schema stands behind them.</summary>
internal sealed class RandomDocument(Random random)
{
    private static readonly string[] Names = ["a", "b1", "_c", "type", "query", "fragment", "input", "null_", "E"];

    public DocumentNode Document() =>
        new([.. Many<DefinitionNode>(1, 4, () => random.Next(2) == 0 ? Operation() : Fragment())]);

    public static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(24); i > 0; i--)
        {
            var rune = random.Next(6) switch
            {
                0 => new Rune(random.Next(0x20)),
                1 => new Rune(0x1F600 + random.Next(50)),
                2 => new Rune("\"\\\n\r \t#{}".ElementAt(random.Next(9))),
                3 => new Rune(0xA0 + random.Next(0x2000)),
                _ => new Rune('a' + random.Next(26)),
            };
            text.Append(rune.ToString());
        }
        return text.ToString();
    }

    private OperationDefinitionNode Operation() =>
        new(
            Description(),
            (OperationKind)random.Next(3),
            Maybe(() => Name()),
            [
                .. Many(
                    0,
                    3,
                    () =>
                        new VariableDefinitionNode(
                            Description(),
                            Variable(),
                            Type(3),
                            Maybe(() => Value(2, isConst: true)),
                            Directives(isConst: true)
                        )
                ),
            ],
            Directives(),
            Selections(3)
        );

    private FragmentDefinitionNode Fragment() =>
        new(Description(), Name(), new NamedTypeNode(Name()), Directives(), Selections(3));

    private SelectionSetNode Selections(int depth) => new([.. Many(1, 3, () => Selection(depth))]);

    private SelectionNode Selection(int depth) =>
        random.Next(4) switch
        {
            0 => new FragmentSpreadNode(Name(), Directives()),
            1 when depth > 0 => new InlineFragmentNode(
                Maybe(() => new NamedTypeNode(Name())),
                Directives(),
                Selections(depth - 1)
            ),
            _ => new FieldNode(
                Maybe(() => Name()),
                Name(),
                [.. Many(0, 2, Argument)],
                Directives(),
                depth > 0 ? Maybe(() => Selections(depth - 1)) : null
            ),
        };

    private SyntaxList<DirectiveNode> Directives(bool isConst = false) =>
        [
            .. Many(
                0,
                2,
                () => new DirectiveNode(Name(), [.. Many(0, 2, () => new ArgumentNode(Name(), Value(2, isConst)))])
            ),
        ];

    private ArgumentNode Argument() => new(Name(), Value(3, isConst: false));

    private TypeNode Type(int depth)
    {
        TypeNode type =
            depth > 0 && random.Next(2) == 0 ? new ListTypeNode(Type(depth - 1)) : new NamedTypeNode(Name());
        return random.Next(2) == 0 ? new NonNullTypeNode(type) : type;
    }

    private ValueNode Value(int depth, bool isConst) =>
        random.Next(depth > 0 ? 9 : 7) switch
        {
            0 => new IntValueNode(random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture)),
            1 => new FloatValueNode(random.Next(1000).ToString(CultureInfo.InvariantCulture) + ".5e" + random.Next(9)),
            2 => new BooleanValueNode(random.Next(2) == 0),
            3 => new NullValueNode(),
            4 => new EnumValueNode(Names[random.Next(Names.Length)]),
            5 => new StringValueNode(Text(random), Block: false),
            6 => isConst ? new NullValueNode() : Variable(),
            7 => new ListValueNode([.. Many(0, 3, () => Value(depth - 1, isConst))]),
            _ => new ObjectValueNode([.. Many(0, 3, () => new ObjectFieldNode(Name(), Value(depth - 1, isConst)))]),
        };

    private VariableNode Variable() => new(Name());

    private NameNode Name() => new(Names[random.Next(Names.Length)]);

    private StringValueNode? Description() => Maybe(() => new StringValueNode(Text(random), Block: false));

    private T? Maybe<T>(Func<T> make)
        where T : class => random.Next(2) == 0 ? make() : null;

    private List<T> Many<T>(int min, int max, Func<T> make)
    {
        var items = new List<T>();
        for (var i = random.Next(min, max + 1); i > 0; i--)
            items.Add(make());
        return items;
    }
}
