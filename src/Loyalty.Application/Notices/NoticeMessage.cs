using System.Text.Json;

namespace Loyalty.Application.Notices;

internal readonly record struct Notice(string Topic, string Text);

/// <summary>What goes over Redis: <c>["node", "topic", "text", "topic", "text", …]</c>.</summary>
internal sealed record NoticeMessage(string Node, IReadOnlyList<Notice> Notices)
{
    private const int LengthMax = 256 * 1024;

    public string Write() =>
        JsonSerializer.Serialize<string[]>([
            Node,
            .. Notices.SelectMany(notice => (string[])[notice.Topic, notice.Text]),
        ]);

    /// <returns>Null for what no node of this version sends.</returns>
    public static NoticeMessage? Read(string text)
    {
        try
        {
            if (
                text.Length > LengthMax
                || JsonSerializer.Deserialize<string?[]>(text) is not [{ } node, .. var rest]
                || rest.Length % 2 != 0
                || rest.Contains(null)
            )
            {
                return null;
            }

            return new NoticeMessage(node, [.. rest.Chunk(2).Select(pair => new Notice(pair[0]!, pair[1]!))]);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
