using System.Globalization;
using Loyalty.GraphQL.Language;
using Loyalty.GraphQL.Types;

namespace Loyalty.GraphQL.Cost;

/// <summary>Reads the value of a slicing argument, which may lie within input objects.</summary>
internal static class SlicingArgument
{
    /// <returns>The number; of a list its length; null where there is none.</returns>
    /// <param name="path">The argument, or argument and fields of input objects separated by dots.</param>
    /// <param name="isGiven">The operation, or a default, has a value that is not null.</param>
    public static double? Find(
        CostNode node,
        string path,
        IReadOnlyDictionary<string, object?> variables,
        out bool isGiven
    )
    {
        var steps = path.Split('.');
        var definition = node.Definition.FindArgument(steps[0]);
        object? value = null;
        foreach (var argument in node.Node.Arguments)
        {
            if (string.Equals(argument.Name.Value, steps[0], StringComparison.Ordinal))
                value = argument.Value;
        }
        if (IsMissing(value, variables))
            value = definition?.DefaultValue;
        for (var i = 1; i < steps.Length && value is not null; i++)
        {
            definition = (definition?.Type.Named as InputObjectType)?.FindField(steps[i]);
            value = Member(Resolve(value, variables), steps[i]);
            if (IsMissing(value, variables))
                value = definition?.DefaultValue;
        }
        value = Resolve(value, variables);
        isGiven = value is not null and not NullValueNode;
        return value switch
        {
            int number => Math.Max(0, number),
            long number => Math.Max(0, number),
            IntValueNode literal => Math.Max(0, double.Parse(literal.Value, CultureInfo.InvariantCulture)),
            object?[] items => items.Length,
            ListValueNode list => list.Values.Count,
            _ => isGiven ? 1 : null,
        };
    }

    private static bool IsMissing(object? value, IReadOnlyDictionary<string, object?> variables) =>
        value is null || (value is VariableNode variable && !variables.ContainsKey(variable.Name.Value));

    private static object? Resolve(object? value, IReadOnlyDictionary<string, object?> variables) =>
        value is VariableNode variable ? variables.GetValueOrDefault(variable.Name.Value) : value;

    private static object? Member(object? value, string name) =>
        value switch
        {
            ObjectValueNode literal => literal
                .Fields.FirstOrDefault(field => string.Equals(field.Name.Value, name, StringComparison.Ordinal))
                ?.Value,
            IReadOnlyDictionary<string, object?> map => map.GetValueOrDefault(name),
            _ => null,
        };
}
