namespace Loyalty.GraphQL.Language;

/// <summary>Where a directive may stand (section 3.13); a set of flags.</summary>
[Flags]
public enum DirectiveLocation
{
    None = 0,
    Query = 1 << 0,
    Mutation = 1 << 1,
    Subscription = 1 << 2,
    Field = 1 << 3,
    FragmentDefinition = 1 << 4,
    FragmentSpread = 1 << 5,
    InlineFragment = 1 << 6,
    VariableDefinition = 1 << 7,
    Schema = 1 << 8,
    Scalar = 1 << 9,
    Object = 1 << 10,
    FieldDefinition = 1 << 11,
    ArgumentDefinition = 1 << 12,
    Interface = 1 << 13,
    Union = 1 << 14,
    Enum = 1 << 15,
    EnumValue = 1 << 16,
    InputObject = 1 << 17,
    InputFieldDefinition = 1 << 18,
}

internal static class DirectiveLocations
{
    private static readonly (string Name, DirectiveLocation Value)[] All =
    [
        .. Enum.GetValues<DirectiveLocation>()
            .Where(value => value != DirectiveLocation.None)
            .Select(value => (System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()), value)),
    ];

    public static bool TryParse(string name, out DirectiveLocation location)
    {
        foreach (var (known, value) in All)
        {
            if (string.Equals(known, name, StringComparison.Ordinal))
            {
                location = value;
                return true;
            }
        }
        location = DirectiveLocation.None;
        return false;
    }

    public static IEnumerable<string> Names(DirectiveLocation set) =>
        All.Where(known => (set & known.Value) != DirectiveLocation.None).Select(known => known.Name);
}
