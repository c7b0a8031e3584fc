using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary>A field of an operation, merged with its equals, with what it costs by itself.</summary>
internal sealed class CostNode(FieldDefinition definition, FieldNode node)
{
    public FieldDefinition Definition { get; } = definition;

    public FieldNode Node { get; } = node;

    /// <summary>Of one resolution, without arguments.</summary>
    public double FieldWeight { get; init; }

    /// <summary>Of one value that it returns.</summary>
    public double TypeWeight { get; init; }

    public bool IsList { get; init; }

    /// <summary>The parent's list size says how many items this list has.</summary>
    public bool IsSizedByParent { get; init; }

    public bool HasInputObjects { get; init; }

    /// <summary>What is selected on each type that the value may have.</summary>
    public CostNode[][] Children { get; set; } = [];
}
