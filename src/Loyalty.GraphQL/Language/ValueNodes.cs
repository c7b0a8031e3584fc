namespace Loyalty.GraphQL.Language;

/// <summary>A literal or a variable (section 2.9).</summary>
public abstract record ValueNode : SyntaxNode;

public sealed record VariableNode(NameNode Name) : ValueNode;

/// <summary>The digits as written; whether they fit 32 bits is for the scalar to say.</summary>
public sealed record IntValueNode(string Value) : ValueNode;

public sealed record FloatValueNode(string Value) : ValueNode;

/// <summary>The text after escapes, or after indentation is removed when <paramref name="Block"/> is set.</summary>
public sealed record StringValueNode(string Value, bool Block) : ValueNode;

public sealed record BooleanValueNode(bool Value) : ValueNode;

public sealed record NullValueNode : ValueNode;

public sealed record EnumValueNode(string Value) : ValueNode;

public sealed record ListValueNode(SyntaxList<ValueNode> Values) : ValueNode;

public sealed record ObjectValueNode(SyntaxList<ObjectFieldNode> Fields) : ValueNode;

public sealed record ObjectFieldNode(NameNode Name, ValueNode Value) : SyntaxNode;

/// <summary>A reference to a type (section 2.11).</summary>
public abstract record TypeNode : SyntaxNode;

public sealed record NamedTypeNode(NameNode Name) : TypeNode;

public sealed record ListTypeNode(TypeNode Type) : TypeNode;

public sealed record NonNullTypeNode(TypeNode Type) : TypeNode;
