using System.Collections.Concurrent;

namespace Loyalty.Testing;

/// <summary>The answers to one method and path: first those in turn, then the standing one.</summary>
public sealed class AnswerScript
{
    private readonly ConcurrentQueue<ScriptedAnswer> _inTurn = new();
    private volatile ScriptedAnswer? _standing;

    internal AnswerScript() { }

    /// <summary>Answers one request so, after the answers given before.</summary>
    public AnswerScript Then(ScriptedAnswer answer)
    {
        _inTurn.Enqueue(answer);
        return this;
    }

    /// <summary>Answers every request so for which no other answer is left.</summary>
    public AnswerScript Always(ScriptedAnswer answer)
    {
        _standing = answer;
        return this;
    }

    internal ScriptedAnswer? Next() => _inTurn.TryDequeue(out var answer) ? answer : _standing;
}
