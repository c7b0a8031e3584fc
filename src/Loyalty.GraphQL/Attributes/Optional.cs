namespace Loyalty.GraphQL;

/// <summary>An argument or input field that tells null from missing.</summary>
public readonly record struct Optional<T>(T? Value) : IOptional
{
    /// <summary>True when the client gave a value, be it null, or the schema has a default.</summary>
    public bool HasValue { get; } = true;

    public static implicit operator Optional<T>(T? value) => new(value);
}

internal interface IOptional;
