using System.Text;
using System.Text.Json;

namespace Loyalty.GraphQL.Language;

/// <summary>Writes nodes as GraphQL text that parses back to an equal node.</summary>
public sealed partial class SyntaxPrinter
{
    private readonly StringBuilder text = new();
    private int indent;

    private SyntaxPrinter() { }

    public static string Print(SyntaxNode node)
    {
        var printer = new SyntaxPrinter();
        printer.Write(node);
        return printer.text.ToString();
    }

    private void Write(SyntaxNode node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case DocumentNode document:
                Join(document.Definitions, "\n\n");
                break;
            case NameNode name:
                text.Append(name.Value);
                break;
            case ValueNode value:
                WriteValue(value);
                break;
            case TypeNode type:
                WriteType(type);
                break;
            case SelectionSetNode set:
                WriteBlock(set.Selections);
                break;
            case TypeSystemNode definition:
                WriteTypeSystem(definition);
                break;
            default:
                if (!WriteExecutable(node))
                    WriteTypeSystemPart(node);
                break;
        }
    }

    private bool WriteExecutable(SyntaxNode node)
    {
        switch (node)
        {
            case OperationDefinitionNode operation:
                WriteOperation(operation);
                return true;
            case FragmentDefinitionNode fragment:
                WriteDescription(fragment.Description);
                text.Append("fragment ").Append(fragment.Name.Value).Append(" on ");
                text.Append(fragment.TypeCondition.Name.Value);
                WriteDirectives(fragment.Directives);
                text.Append(' ');
                Write(fragment.SelectionSet);
                return true;
            case VariableDefinitionNode variable:
                WriteDescription(variable.Description);
                WriteTypedValue("$" + variable.Variable.Name.Value, variable.Type, variable.DefaultValue);
                WriteDirectives(variable.Directives);
                return true;
            case FieldNode field:
                if (field.Alias is not null)
                    text.Append(field.Alias.Value).Append(": ");
                text.Append(field.Name.Value);
                WriteArguments(field.Arguments);
                WriteDirectives(field.Directives);
                WriteSelections(field.SelectionSet);
                return true;
            case FragmentSpreadNode spread:
                text.Append("...").Append(spread.Name.Value);
                WriteDirectives(spread.Directives);
                return true;
            case InlineFragmentNode inline:
                text.Append("...");
                if (inline.TypeCondition is not null)
                    text.Append(" on ").Append(inline.TypeCondition.Name.Value);
                WriteDirectives(inline.Directives);
                WriteSelections(inline.SelectionSet);
                return true;
            case ArgumentNode argument:
                text.Append(argument.Name.Value).Append(": ");
                Write(argument.Value);
                return true;
            case ObjectFieldNode field:
                text.Append(field.Name.Value).Append(": ");
                Write(field.Value);
                return true;
            case DirectiveNode directive:
                text.Append('@').Append(directive.Name.Value);
                WriteArguments(directive.Arguments);
                return true;
            default:
                return false;
        }
    }

    private void WriteOperation(OperationDefinitionNode operation)
    {
        var shorthand =
            operation is { Operation: OperationKind.Query, Name: null, Description: null }
            && operation.Variables.Count == 0
            && operation.Directives.Count == 0;
        if (!shorthand)
        {
            WriteDescription(operation.Description);
            text.Append(Keyword(operation.Operation));
            if (operation.Name is not null)
                text.Append(' ').Append(operation.Name.Value);
            WriteParenthesised(operation.Variables);
            WriteDirectives(operation.Directives);
            text.Append(' ');
        }
        Write(operation.SelectionSet);
    }

    private static string Keyword(OperationKind kind) =>
        kind switch
        {
            OperationKind.Query => "query",
            OperationKind.Mutation => "mutation",
            _ => "subscription",
        };

    private void WriteSelections(SelectionSetNode? set)
    {
        if (set is null)
            return;
        text.Append(' ');
        Write(set);
    }

    private void WriteBlock<T>(SyntaxList<T> items)
        where T : SyntaxNode
    {
        text.Append('{');
        indent++;
        foreach (var item in items)
        {
            NewLine();
            Write(item);
        }
        indent--;
        NewLine();
        text.Append('}');
    }

    private void NewLine() => text.Append('\n').Append(' ', indent * 2);

    private void Join<T>(IReadOnlyList<T> items, string separator)
        where T : SyntaxNode
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                text.Append(separator);
            Write(items[i]);
        }
    }

    private void WriteArguments(SyntaxList<ArgumentNode> arguments) => WriteParenthesised(arguments);

    private void WriteParenthesised<T>(SyntaxList<T> items)
        where T : SyntaxNode
    {
        if (items.Count == 0)
            return;
        text.Append('(');
        Join(items, ", ");
        text.Append(')');
    }

    private void WriteDirectives(SyntaxList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            text.Append(' ');
            Write(directive);
        }
    }

    private void WriteTypedValue(string name, TypeNode type, ValueNode? defaultValue)
    {
        text.Append(name).Append(": ");
        Write(type);
        if (defaultValue is null)
            return;
        text.Append(" = ");
        Write(defaultValue);
    }

    private void WriteDescription(StringValueNode? description)
    {
        if (description is null)
            return;
        WriteString(description);
        NewLine();
    }

    private void WriteString(StringValueNode value)
    {
        if (value.Block && BlockString.TryWrite(value.Value) is { } inside)
        {
            text.Append("\"\"\"");
            var lines = BlockString.SplitLines(inside);
            for (var i = 0; i < lines.Count; i++)
            {
                if (i > 0)
                    text.Append('\n');
                if (i > 0 && (lines[i].Length > 0 || i == lines.Count - 1))
                    text.Append(' ', indent * 2);
                text.Append(lines[i]);
            }
            text.Append("\"\"\"");
            return;
        }
        text.Append('"').Append(JsonEncodedText.Encode(value.Value, Escaping)).Append('"');
    }

    // What JSON escapes is a subset of what GraphQL reads; only what must be escaped is.
    private static readonly System.Text.Encodings.Web.JavaScriptEncoder Escaping = System
        .Text
        .Encodings
        .Web
        .JavaScriptEncoder
        .UnsafeRelaxedJsonEscaping;
}
