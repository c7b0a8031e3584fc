using System.Globalization;
using System.Net.Mime;

namespace Loyalty.Testing;

/// <summary>One answer of a <see cref="ScriptedServer"/>; refine it with <c>with { … }</c>.</summary>
public sealed record ScriptedAnswer
{
    public required int Status { get; init; }

    public string Body { get; init; } = "";

    /// <summary>Makes the body out of the request, in the place of <see cref="Body"/>.</summary>
    public Func<JournalEntry, string>? BodyOf { get; init; }

    public string ContentType { get; init; } = MediaTypeNames.Application.Json;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the answer is held back, on the clock given to the server.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>The answer is held back until this task ends.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>In place of an answer the connection is cut.</summary>
    public bool CutsConnection { get; init; }

    public static ScriptedAnswer Ok { get; } = new() { Status = 200 };

    public static ScriptedAnswer WithStatus(int status) => new() { Status = status };

    public static ScriptedAnswer Json(string body, int status = 200) => new() { Status = status, Body = body };

    /// <summary>429 with <c>Retry-After</c> in whole seconds.</summary>
    public static ScriptedAnswer TooManyRequests(TimeSpan retryAfter) =>
        new()
        {
            Status = 429,
            Headers = new Dictionary<string, string>
            {
                ["Retry-After"] = retryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            },
        };

    /// <summary>The connection is cut after the request was read.</summary>
    public static ScriptedAnswer Cut { get; } = new() { Status = 0, CutsConnection = true };
}
