using System.Buffers.Text;
using System.Text;

namespace Loyalty.GraphQL;

/// <summary>
/// An object type that implements <c>Node</c>; its <c>id</c> is a global one. On the C# type or on its
/// <see cref="ObjectTypeAttribute{T}"/> class, which holds the <see cref="NodeResolverAttribute"/> method.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class NodeAttribute : Attribute;

/// <summary>The public static method that loads a node by its id (first parameter); null when there is none, or not for this caller.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;

/// <summary>Writes and reads global ids. Register another to have other ids.</summary>
public interface INodeIdSerializer
{
    string Format(string typeName, string id);

    /// <summary>Takes a global id apart.</summary>
    /// <returns>False when the text is no global id.</returns>
    bool TryParse(string text, out string typeName, out string id);
}

/// <summary>Base64url of <c>Type:id</c>: opaque by convention, not a secret.</summary>
internal sealed class NodeIdSerializer : INodeIdSerializer
{
    public string Format(string typeName, string id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{typeName}:{id}"));

    public bool TryParse(string text, out string typeName, out string id)
    {
        (typeName, id) = ("", "");
        if (text.Length > 512 || !Base64Url.IsValid(text))
            return false;
        var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var colon = decoded.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return false;
        (typeName, id) = (decoded[..colon], decoded[(colon + 1)..]);
        return true;
    }
}
