using System.Text.Json;

namespace Loyalty.GraphQL.Protection;

/// <summary>Counts the values in the JSON of variables; the JSON's depth is bounded by its reader.</summary>
internal static class VariableMeasure
{
    public static GraphQLError? Check(JsonElement variables, int valuesMax)
    {
        if (variables.ValueKind is not JsonValueKind.Object)
            return null;
        var left = valuesMax;
        if (Count(variables, ref left))
            return null;
        return new GraphQLError($"The variables hold more than {valuesMax} values.")
        {
            Code = ErrorCodes.VariablesTooLarge,
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["allowed"] = valuesMax },
        };
    }

    private static bool Count(JsonElement json, ref int left)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                if (--left < 0 || !Count(member.Value, ref left))
                    return false;
            }
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                if (--left < 0 || !Count(item, ref left))
                    return false;
            }
        }
        return true;
    }
}
