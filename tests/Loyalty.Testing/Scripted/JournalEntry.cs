namespace Loyalty.Testing;

/// <summary>A request as a <see cref="ScriptedServer"/> received it.</summary>
/// <param name="Target">Path and query, as sent.</param>
/// <param name="Headers">By name in any case; several values are joined by a comma.</param>
/// <param name="Body">The raw bytes, since signatures are made over these.</param>
/// <param name="ReceivedAt">On the clock given to the server.</param>
/// <param name="WasScripted">False when no answer was left for it, and the server said 501.</param>
public sealed record JournalEntry(
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset ReceivedAt,
    bool WasScripted
)
{
    /// <summary>The body as UTF-8 text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body.Span);
}
