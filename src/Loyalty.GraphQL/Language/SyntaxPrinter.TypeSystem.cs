namespace Loyalty.GraphQL.Language;

public sealed partial class SyntaxPrinter
{
    private void WriteValue(ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                text.Append('$').Append(variable.Name.Value);
                break;
            case IntValueNode number:
                text.Append(number.Value);
                break;
            case FloatValueNode number:
                text.Append(number.Value);
                break;
            case StringValueNode literal:
                WriteString(literal);
                break;
            case BooleanValueNode boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case EnumValueNode name:
                text.Append(name.Value);
                break;
            case ListValueNode list:
                text.Append('[');
                Join(list.Values, ", ");
                text.Append(']');
                break;
            case ObjectValueNode map:
                text.Append('{');
                Join(map.Fields, ", ");
                text.Append('}');
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private void WriteType(TypeNode type)
    {
        switch (type)
        {
            case NonNullTypeNode nonNull:
                Write(nonNull.Type);
                text.Append('!');
                break;
            case ListTypeNode list:
                text.Append('[');
                Write(list.Type);
                text.Append(']');
                break;
            case NamedTypeNode named:
                text.Append(named.Name.Value);
                break;
        }
    }

    private void WriteTypeSystem(TypeSystemNode node)
    {
        WriteDescription(node.Description);
        if (node.IsExtension)
            text.Append("extend ");
        switch (node)
        {
            case SchemaDefinitionNode schema:
                text.Append("schema");
                WriteDirectives(schema.Directives);
                WriteBody(schema.OperationTypes);
                break;
            case ScalarTypeNode scalar:
                WriteHead("scalar", scalar, []);
                break;
            case ObjectTypeNode type:
                WriteHead("type", type, type.Interfaces);
                WriteBody(type.Fields);
                break;
            case InterfaceTypeNode type:
                WriteHead("interface", type, type.Interfaces);
                WriteBody(type.Fields);
                break;
            case UnionTypeNode union:
                WriteHead("union", union, []);
                if (union.Types.Count > 0)
                    text.Append(" = ");
                Join(union.Types, " | ");
                break;
            case EnumTypeNode type:
                WriteHead("enum", type, []);
                WriteBody(type.Values);
                break;
            case InputObjectTypeNode input:
                WriteHead("input", input, []);
                WriteBody(input.Fields);
                break;
            case DirectiveDefinitionNode directive:
                text.Append("directive @").Append(directive.Name.Value);
                WriteInputs(directive.Arguments);
                text.Append(directive.IsRepeatable ? " repeatable on " : " on ");
                Join(directive.Locations, " | ");
                break;
        }
    }

    private void WriteHead(string keyword, TypeDefinitionNode type, SyntaxList<NamedTypeNode> interfaces)
    {
        text.Append(keyword).Append(' ').Append(type.Name.Value);
        if (interfaces.Count > 0)
        {
            text.Append(" implements ");
            Join(interfaces, " & ");
        }
        WriteDirectives(type.Directives);
    }

    private void WriteBody<T>(SyntaxList<T> items)
        where T : SyntaxNode
    {
        if (items.Count == 0)
            return;
        text.Append(' ');
        WriteBlock(items);
    }

    private void WriteTypeSystemPart(SyntaxNode node)
    {
        switch (node)
        {
            case OperationTypeNode operation:
                text.Append(Keyword(operation.Operation)).Append(": ").Append(operation.Type.Name.Value);
                break;
            case FieldDefinitionNode field:
                WriteDescription(field.Description);
                text.Append(field.Name.Value);
                WriteInputs(field.Arguments);
                text.Append(": ");
                Write(field.Type);
                WriteDirectives(field.Directives);
                break;
            case InputValueDefinitionNode input:
                WriteDescription(input.Description);
                WriteTypedValue(input.Name.Value, input.Type, input.DefaultValue);
                WriteDirectives(input.Directives);
                break;
            case EnumValueDefinitionNode value:
                WriteDescription(value.Description);
                text.Append(value.Name.Value);
                WriteDirectives(value.Directives);
                break;
        }
    }

    // Arguments with descriptions get a line of their own.
    private void WriteInputs(SyntaxList<InputValueDefinitionNode> inputs)
    {
        if (!inputs.Any(input => input.Description is not null))
        {
            WriteParenthesised(inputs);
            return;
        }
        text.Append('(');
        indent++;
        foreach (var input in inputs)
        {
            NewLine();
            Write(input);
        }
        indent--;
        NewLine();
        text.Append(')');
    }
}
