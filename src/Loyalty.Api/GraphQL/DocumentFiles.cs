using System.Text.Json;

namespace Loyalty.Api.GraphQL;

/// <summary>A document to register, and what it is called.</summary>
internal sealed record NamedDocument(string Name, string Text);

/// <summary>The file or folder cannot be read as documents; the message is for whoever gave it.</summary>
public sealed class DocumentFileException(string message) : Exception(message);

/// <summary>
/// Reads documents from a <c>.graphql</c> file, a folder of them, Apollo's manifest
/// (<c>{"format": "apollo-persisted-query-manifest", "operations": [{"id", "name", "body"}]}</c>) or Relay's map
/// (<c>{"hash": "text"}</c>).
/// </summary>
internal static class DocumentFiles
{
    private const string ApolloFormat = "apollo-persisted-query-manifest";
    private const long FileBytesMax = 64 * 1024 * 1024;
    private static readonly string[] Extensions = [".graphql", ".gql"];

    /// <exception cref="DocumentFileException">it is neither of these.</exception>
    public static IReadOnlyList<NamedDocument> Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return
                [
                    .. Directory
                        .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                        .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                        .Order(StringComparer.Ordinal)
                        .Select(file => new NamedDocument(Path.GetFileNameWithoutExtension(file), ReadText(file))),
                ];
            }

            var text = ReadText(path);
            return string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase)
                ? ReadManifest(path, text)
                : (List<NamedDocument>)[new NamedDocument(Path.GetFileNameWithoutExtension(path), text)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DocumentFileException(exception.Message);
        }
    }

    private static string ReadText(string file) =>
        new FileInfo(file).Length <= FileBytesMax
            ? File.ReadAllText(file)
            : throw new DocumentFileException($"{file} is larger than {FileBytesMax >> 20} MiB.");

    private static List<NamedDocument> ReadManifest(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                return root.TryGetProperty("format", out var format) ? Apollo(path, root, format) : Relay(path, root);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new DocumentFileException($"{path}: {exception.Message}");
        }

        throw new DocumentFileException($"{path} is neither Apollo's manifest nor Relay's map.");
    }

    private static List<NamedDocument> Apollo(string path, JsonElement root, JsonElement format)
    {
        if (
            format.GetString() != ApolloFormat
            || !root.TryGetProperty("operations", out var operations)
            || operations.ValueKind != JsonValueKind.Array
        )
        {
            throw new DocumentFileException($"{path}: a manifest must have the format {ApolloFormat} and operations.");
        }

        return
        [
            .. operations
                .EnumerateArray()
                .Select(operation => new NamedDocument(Text(path, operation, "name"), Text(path, operation, "body"))),
        ];
    }

    private static List<NamedDocument> Relay(string path, JsonElement root) =>
        [.. root.EnumerateObject().Select(entry => new NamedDocument(entry.Name, Text(path, root, entry.Name)))];

    private static string Text(string path, JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object
        && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new DocumentFileException($"{path}: '{name}' must be a string.");
}
