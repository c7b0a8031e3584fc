using System.Text.Json;

namespace Loyalty.GraphQL.Types;

/// <summary>An enum; in C# its values are those of a C# enum, or strings (section 3.9).</summary>
public sealed class EnumType(string name) : NamedType(name)
{
    private readonly Dictionary<string, EnumValue> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<object, EnumValue> byValue = [];

    public IReadOnlyCollection<EnumValue> Values => byName.Values;

    public EnumValue? FindValue(string name) => byName.GetValueOrDefault(name);

    internal EnumValue? FindRuntimeValue(object value) => byValue.GetValueOrDefault(value);

    internal void Add(EnumValue value)
    {
        byName.Add(value.Name, value);
        byValue.TryAdd(value.Value, value);
    }
}

public sealed class EnumValue(string name, object value)
{
    public string Name { get; } = name;

    /// <summary>The value in C#.</summary>
    public object Value { get; } = value;

    public string? Description { get; internal init; }

    /// <summary>Why the value should not be used any more; null when it may.</summary>
    public string? DeprecationReason { get; internal init; }

    internal JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);
}
