namespace Loyalty.Domain.Earning;

/// <summary>Identifies a backtest.</summary>
public readonly record struct BacktestId(Guid Value) : IIdentifier<BacktestId>
{
    public static string Prefix => "btt";

    public static BacktestId From(Guid value) => new(value);

    /// <summary>Declared here too, because routes bind only to a method of the type itself.</summary>
    public static bool TryParse(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out BacktestId result
    ) => Identifier.TryParse(s, out result);

    public override string ToString() => Identifier.Format(this);
}

public enum BacktestStatus
{
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>One run of a rule's draft over what really happened. It lives in the memory of one node, and writes here how far it
/// is; a run whose node is gone stays as it was and is recognised by its silence.</summary>
public sealed class Backtest
{
    /// <summary>A run that was silent for so long is not run any more.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(1);

    public required BacktestId Id { get; init; }

    public required RuleId RuleId { get; init; }

    /// <summary>The draft as it was when the run began.</summary>
    public required string DefinitionJson { get; init; }

    /// <summary>Events from this instant on, by their arrival.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Events up to this instant.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Events that it takes at most.</summary>
    public required long EventsMax { get; init; }

    public BacktestStatus Status { get; set; } = BacktestStatus.Running;

    /// <summary>Events done.</summary>
    public long Processed { get; set; }

    /// <summary>Events to do; null before they are counted.</summary>
    public long? Total { get; set; }

    /// <summary>What came out, as JSON; null until it is done.</summary>
    public string? Result { get; set; }

    public bool IsCancelRequested { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it last said how far it is.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether its node must have gone.</summary>
    public bool IsInterruptedAt(DateTimeOffset now) => Status == BacktestStatus.Running && now - SeenAt > SilenceMax;

    public sealed record AlreadyRunning()
        : Refusal("backtest-running", RefusalKind.Conflict, "This node runs a backtest already. Wait, or cancel it.");
}
