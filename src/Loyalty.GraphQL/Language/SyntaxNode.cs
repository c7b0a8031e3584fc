namespace Loyalty.GraphQL.Language;

/// <summary>A node of a GraphQL document. Nodes compare by content; where they stand does not count.</summary>
public abstract record SyntaxNode
{
    public Location Location { get; init; }

    public virtual bool Equals(SyntaxNode? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    public sealed override string ToString() => SyntaxPrinter.Print(this);
}

/// <summary>A name as section 2.1.9 allows it.</summary>
public sealed record NameNode(string Value) : SyntaxNode;

/// <summary>A whole document (section 2.2): executable definitions, type system definitions, or both.</summary>
public sealed record DocumentNode(SyntaxList<DefinitionNode> Definitions) : SyntaxNode;

public abstract record DefinitionNode : SyntaxNode;

/// <summary>An operation or a fragment; since September 2025 both may carry a description.</summary>
public abstract record ExecutableDefinitionNode(
    StringValueNode? Description,
    SyntaxList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet
) : DefinitionNode;

public enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

public sealed record OperationDefinitionNode(
    StringValueNode? Description,
    OperationKind Operation,
    NameNode? Name,
    SyntaxList<VariableDefinitionNode> Variables,
    SyntaxList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet
) : ExecutableDefinitionNode(Description, Directives, SelectionSet);

public sealed record FragmentDefinitionNode(
    StringValueNode? Description,
    NameNode Name,
    NamedTypeNode TypeCondition,
    SyntaxList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet
) : ExecutableDefinitionNode(Description, Directives, SelectionSet);

public sealed record VariableDefinitionNode(
    StringValueNode? Description,
    VariableNode Variable,
    TypeNode Type,
    ValueNode? DefaultValue,
    SyntaxList<DirectiveNode> Directives
) : SyntaxNode;

public sealed record SelectionSetNode(SyntaxList<SelectionNode> Selections) : SyntaxNode;

public abstract record SelectionNode(SyntaxList<DirectiveNode> Directives) : SyntaxNode;

public sealed record FieldNode(
    NameNode? Alias,
    NameNode Name,
    SyntaxList<ArgumentNode> Arguments,
    SyntaxList<DirectiveNode> Directives,
    SelectionSetNode? SelectionSet
) : SelectionNode(Directives)
{
    /// <summary>The key of the field in the response: its alias, else its name.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

public sealed record FragmentSpreadNode(NameNode Name, SyntaxList<DirectiveNode> Directives)
    : SelectionNode(Directives);

public sealed record InlineFragmentNode(
    NamedTypeNode? TypeCondition,
    SyntaxList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet
) : SelectionNode(Directives);

public sealed record ArgumentNode(NameNode Name, ValueNode Value) : SyntaxNode;

public sealed record DirectiveNode(NameNode Name, SyntaxList<ArgumentNode> Arguments) : SyntaxNode;
