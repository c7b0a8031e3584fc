using System.Text.Json;
using Loyalty.GraphQL.Execution;

namespace Loyalty.GraphQL.Types;

/// <summary>What kind of literal or JSON value a scalar is asked to read.</summary>
public enum ScalarInputKind
{
    Int,
    Float,
    String,
    Boolean,

    /// <summary>An enum, list or object.</summary>
    Other,
}

/// <summary>A scalar value before coercion.</summary>
/// <param name="Kind">The shape of the value; a JSON number without fraction and exponent is an Int.</param>
/// <param name="Text">Digits as written, or the text of a string, or <c>true</c>/<c>false</c>.</param>
/// <param name="IsJson">Comes from a variable, where JSON's looser idea of numbers holds.</param>
public readonly record struct ScalarInput(ScalarInputKind Kind, string Text, bool IsJson);

/// <summary>A scalar (section 3.5). Derive from <see cref="ScalarType{T}"/> for one of your own.</summary>
public abstract class ScalarType(string name) : NamedType(name)
{
    /// <summary>Where the scalar's format is written down (<c>@specifiedBy</c>).</summary>
    public string? SpecifiedBy { get; protected internal set; }

    /// <summary>The C# type that the scalar stands for.</summary>
    public abstract Type RuntimeType { get; }

    /// <summary>Input coercion.</summary>
    /// <returns>False when the scalar cannot represent the input; <paramref name="value"/> is never null otherwise.</returns>
    public abstract bool TryParse(in ScalarInput input, out object? value);

    /// <summary>Result coercion: brings what a resolver gave into <see cref="RuntimeType"/>.</summary>
    /// <exception cref="ScalarException">The scalar cannot represent the value.</exception>
    public virtual object Serialize(object value) => value;

    /// <summary>Writes a value that <see cref="Serialize"/> has given.</summary>
    public abstract void Write(Utf8JsonWriter writer, object value);

    /// <summary>As <see cref="Write"/>, to the response itself.</summary>
    internal virtual void WriteTo(ResponseBuffer output, object value) =>
        output.WriteJson((Type: this, Value: value), static (writer, it) => it.Type.Write(writer, it.Value));

    /// <summary>The message for input that <see cref="TryParse"/> refused.</summary>
    protected internal virtual string DescribeInvalid(in ScalarInput input, string shown) =>
        $"{Name} cannot represent value: {shown}";
}

/// <summary>A scalar that stands for <typeparamref name="T"/>.</summary>
public abstract class ScalarType<T>(string name) : ScalarType(name)
    where T : notnull
{
    public sealed override Type RuntimeType => typeof(T);

    public sealed override bool TryParse(in ScalarInput input, out object? value)
    {
        var parsed = TryParseValue(input, out var typed);
        value = parsed ? typed : null;
        return parsed;
    }

    public override object Serialize(object value) =>
        value is T ? value : throw new ScalarException($"{Name} cannot represent value: {value}");

    public sealed override void Write(Utf8JsonWriter writer, object value) => WriteValue(writer, (T)value);

    protected abstract bool TryParseValue(in ScalarInput input, out T value);

    protected abstract void WriteValue(Utf8JsonWriter writer, T value);
}

/// <summary>A resolver's result that does not fit its scalar or enum; becomes a field error with this message.</summary>
public sealed class ScalarException(string message) : Exception(message);
