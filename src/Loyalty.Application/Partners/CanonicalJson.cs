using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Loyalty.Application.Partners;

/// <summary>
/// Hashes JSON so that white space, the order of fields and the way of escaping make no difference: names sorted by their
/// UTF-8 bytes, no white space, strings with nothing escaped but what must be, numbers as written. Like RFC 8785 but for the
/// numbers, which would have to pass through binary fractions there.
/// </summary>
internal static class CanonicalJson
{
    private const int KeptBufferBytesMax = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? kept;

    /// <summary>What makes JSON unfit to be hashed, or to be kept in a database.</summary>
    public readonly record struct Fault(string Path, string Error);

    /// <param name="json">of well-formed UTF-8.</param>
    /// <param name="depthMax">levels of nesting.</param>
    /// <returns>The SHA-256, or the first fault.</returns>
    public static (byte[]? Hash, Fault? Fault) Hash(JsonElement json, int depthMax)
    {
        var output = kept ??= new ArrayBufferWriter<byte>(4_096);
        output.ResetWrittenCount();
        var fault = Write(json, output, path: "", depthMax);
        var hash = fault is null ? SHA256.HashData(output.WrittenSpan) : null;
        if (output.Capacity > KeptBufferBytesMax)
        {
            kept = null;
        }

        return (hash, fault);
    }

    private static Fault? Write(JsonElement value, ArrayBufferWriter<byte> output, string path, int depthLeft)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depthLeft == 0:
                return new Fault(path, "is nested too deeply");
            case JsonValueKind.Object:
                return WriteObject(value, output, path, depthLeft);
            case JsonValueKind.Array:
                return WriteArray(value, output, path, depthLeft);
            case JsonValueKind.String:
                return WriteString(JsonMarshal.GetRawUtf8Value(value)[1..^1], output) ? null : Unfit(path);
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value));
                return null;
        }
    }

    private static Fault Unfit(string path) => new(path, "holds a NUL character or half of a surrogate pair");

    private static Fault? WriteArray(JsonElement array, ArrayBufferWriter<byte> output, string path, int depthLeft)
    {
        output.Write("["u8);
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (index > 0)
            {
                output.Write(","u8);
            }

            // The path is only text for an error; an array's items share one until there is one.
            if (Write(item, output, path, depthLeft - 1) is { } fault)
            {
                return fault with { Path = $"{path}[{index}]{fault.Path[path.Length..]}" };
            }

            index++;
        }

        output.Write("]"u8);
        return null;
    }

    private static Fault? WriteObject(JsonElement json, ArrayBufferWriter<byte> output, string path, int depthLeft)
    {
        var count = json.GetPropertyCount();
        var rented = ArrayPool<JsonProperty>.Shared.Rent(count);
        try
        {
            var properties = rented.AsSpan(0, count);
            var at = 0;
            foreach (var property in json.EnumerateObject())
            {
                if (!TryName(property, out _))
                {
                    return Unfit(path);
                }

                properties[at++] = property;
            }

            properties.Sort(static (left, right) => Name(left).SequenceCompareTo(Name(right)));
            output.Write("{"u8);
            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    if (Name(properties[i]).SequenceEqual(Name(properties[i - 1])))
                    {
                        return new Fault(Join(path, properties[i]), "is there twice");
                    }

                    output.Write(","u8);
                }

                WriteString(JsonMarshal.GetRawUtf8PropertyName(properties[i]), output);
                output.Write(":"u8);
                var value = properties[i].Value;
                var inner = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                    ? Join(path, properties[i])
                    : path;
                if (Write(value, output, inner, depthLeft - 1) is { } fault)
                {
                    return ReferenceEquals(inner, path) ? fault with { Path = Join(path, properties[i]) } : fault;
                }
            }

            output.Write("}"u8);
            return null;
        }
        finally
        {
            ArrayPool<JsonProperty>.Shared.Return(rented, clearArray: true);
        }
    }

    private static string Join(string path, JsonProperty property) =>
        path.Length == 0 ? property.Name : $"{path}.{property.Name}";

    private static bool TryName(JsonProperty property, out ReadOnlySpan<byte> name)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (!raw.Contains((byte)'\\'))
        {
            name = raw;
            return true;
        }

        name = Unescape(raw);
        return !name.IsEmpty;
    }

    private static ReadOnlySpan<byte> Name(JsonProperty property)
    {
        TryName(property, out var name);
        return name;
    }

    /// <param name="raw">between the quotes.</param>
    /// <returns>Whether the text is fit.</returns>
    private static bool WriteString(ReadOnlySpan<byte> raw, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        if (!raw.Contains((byte)'\\'))
        {
            output.Write(raw);
        }
        else
        {
            var text = Unescape(raw);
            if (text.IsEmpty)
            {
                return false;
            }

            foreach (var b in text)
            {
                WriteByte(b, output);
            }
        }

        output.Write("\""u8);
        return true;
    }

    private static void WriteByte(byte b, ArrayBufferWriter<byte> output)
    {
        if (b is (byte)'"' or (byte)'\\')
        {
            output.Write([(byte)'\\', b]);
        }
        else if (b < 0x20)
        {
            output.Write(Encoding.ASCII.GetBytes($"\\u{(int)b:x4}"));
        }
        else
        {
            output.Write([b]);
        }
    }

    /// <returns>Empty when the text is unfit; an escaped text is never empty otherwise.</returns>
    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        byte[] quoted = [(byte)'"', .. raw, (byte)'"'];
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var text = new byte[raw.Length];
        try
        {
            var unescaped = text.AsSpan(0, reader.CopyString(text));
            return unescaped.Contains((byte)0) ? [] : unescaped;
        }
        catch (InvalidOperationException)
        {
            return []; // half of a surrogate pair; the reader has no other way to tell
        }
    }
}
