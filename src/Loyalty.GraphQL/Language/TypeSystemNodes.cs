namespace Loyalty.GraphQL.Language;

/// <summary>A definition or extension of the type system (section 3); <see cref="IsExtension"/> tells which.</summary>
public abstract record TypeSystemNode(
    bool IsExtension,
    StringValueNode? Description,
    SyntaxList<DirectiveNode> Directives
) : DefinitionNode;

public sealed record SchemaDefinitionNode(
    bool IsExtension,
    StringValueNode? Description,
    SyntaxList<DirectiveNode> Directives,
    SyntaxList<OperationTypeNode> OperationTypes
) : TypeSystemNode(IsExtension, Description, Directives);

public sealed record OperationTypeNode(OperationKind Operation, NamedTypeNode Type) : SyntaxNode;

public abstract record TypeDefinitionNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<DirectiveNode> Directives
) : TypeSystemNode(IsExtension, Description, Directives);

public sealed record ScalarTypeNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<DirectiveNode> Directives
) : TypeDefinitionNode(IsExtension, Description, Name, Directives);

public sealed record ObjectTypeNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<NamedTypeNode> Interfaces,
    SyntaxList<DirectiveNode> Directives,
    SyntaxList<FieldDefinitionNode> Fields
) : TypeDefinitionNode(IsExtension, Description, Name, Directives);

public sealed record InterfaceTypeNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<NamedTypeNode> Interfaces,
    SyntaxList<DirectiveNode> Directives,
    SyntaxList<FieldDefinitionNode> Fields
) : TypeDefinitionNode(IsExtension, Description, Name, Directives);

public sealed record UnionTypeNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<DirectiveNode> Directives,
    SyntaxList<NamedTypeNode> Types
) : TypeDefinitionNode(IsExtension, Description, Name, Directives);

public sealed record EnumTypeNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<DirectiveNode> Directives,
    SyntaxList<EnumValueDefinitionNode> Values
) : TypeDefinitionNode(IsExtension, Description, Name, Directives);

public sealed record InputObjectTypeNode(
    bool IsExtension,
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<DirectiveNode> Directives,
    SyntaxList<InputValueDefinitionNode> Fields
) : TypeDefinitionNode(IsExtension, Description, Name, Directives);

public sealed record DirectiveDefinitionNode(
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<InputValueDefinitionNode> Arguments,
    bool IsRepeatable,
    SyntaxList<NameNode> Locations
) : TypeSystemNode(false, Description, SyntaxList<DirectiveNode>.Empty);

public sealed record FieldDefinitionNode(
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<InputValueDefinitionNode> Arguments,
    TypeNode Type,
    SyntaxList<DirectiveNode> Directives
) : SyntaxNode;

public sealed record InputValueDefinitionNode(
    StringValueNode? Description,
    NameNode Name,
    TypeNode Type,
    ValueNode? DefaultValue,
    SyntaxList<DirectiveNode> Directives
) : SyntaxNode;

public sealed record EnumValueDefinitionNode(
    StringValueNode? Description,
    NameNode Name,
    SyntaxList<DirectiveNode> Directives
) : SyntaxNode;
