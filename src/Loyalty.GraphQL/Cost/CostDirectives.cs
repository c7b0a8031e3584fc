using System.Globalization;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary><c>@cost</c> and <c>@listSize</c>: their definitions, and how the schema shows that they apply.</summary>
internal static class CostDirectives
{
    public static IReadOnlyList<DirectiveDefinition> Definitions { get; } =
    [
        new DirectiveDefinition(
            "cost",
            DirectiveLocation.ArgumentDefinition
                | DirectiveLocation.Enum
                | DirectiveLocation.FieldDefinition
                | DirectiveLocation.InputFieldDefinition
                | DirectiveLocation.Object
                | DirectiveLocation.Scalar
        )
        {
            Description = "What this element adds to the cost of an operation.",
            Arguments =
            [
                new InputValueDefinition("weight", new NonNullType(StandardScalars.String))
                {
                    Description = "A number.",
                },
            ],
        },
        new DirectiveDefinition("listSize", DirectiveLocation.FieldDefinition)
        {
            Description = "How many items to reckon with when the cost of an operation is computed.",
            Arguments =
            [
                new InputValueDefinition("assumedSize", StandardScalars.Int)
                {
                    Description = "The number where no slicing argument is given.",
                },
                new InputValueDefinition("slicingArguments", Names)
                {
                    Description = "Arguments that bound the number.",
                },
                new InputValueDefinition("sizedFields", Names)
                {
                    Description = "Fields of the result whose lists have that number of items.",
                },
                new InputValueDefinition("requireOneSlicingArgument", StandardScalars.Boolean)
                {
                    Description = "Whether exactly one slicing argument must be given.",
                    DefaultValue = new BooleanValueNode(true),
                },
            ],
        },
    ];

    private static ListType Names => new(new NonNullType(StandardScalars.String));

    public static DirectiveNode Cost(double weight) =>
        new(
            new NameNode("cost"),
            [Argument("weight", new StringValueNode(weight.ToString(CultureInfo.InvariantCulture), Block: false))]
        );

    public static DirectiveNode Of(ListSize size)
    {
        var arguments = new List<ArgumentNode>();
        if (size.AssumedSize is { } assumed)
            arguments.Add(Argument("assumedSize", new IntValueNode(assumed.ToString(CultureInfo.InvariantCulture))));
        if (size.SlicingArguments.Count > 0)
            arguments.Add(Argument("slicingArguments", Texts(size.SlicingArguments)));
        if (size.SizedFields.Count > 0)
            arguments.Add(Argument("sizedFields", Texts(size.SizedFields)));
        if (!size.RequireOneSlicingArgument)
            arguments.Add(Argument("requireOneSlicingArgument", new BooleanValueNode(false)));
        return new DirectiveNode(new NameNode("listSize"), [.. arguments]);
    }

    private static ListValueNode Texts(IReadOnlyList<string> names) =>
        new([.. names.Select(name => new StringValueNode(name, Block: false))]);

    private static ArgumentNode Argument(string name, ValueNode value) => new(new NameNode(name), value);
}
