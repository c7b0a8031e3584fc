namespace Loyalty.Domain;

/// <summary>What kind of "no" an operation says; the edge turns it into a status code.</summary>
public enum RefusalKind
{
    /// <summary>The request is not understood or breaks a rule of form; the fields are named.</summary>
    Invalid,
    NotFound,

    /// <summary>The request is sound but the present state refuses it.</summary>
    Conflict,

    /// <summary>The caller changed a version that is no longer the newest.</summary>
    Stale,
    NotAllowed,

    /// <summary>Try again later.</summary>
    Busy,
}

/// <summary>
/// An expected "no" of an operation. Each is a record of its own, whose properties are the fields that a caller needs
/// to act. <paramref name="Code"/> is stable and public: REST answers it as <c>/problems/{code}</c>, GraphQL as an
/// error's code, and docs/problems.md explains it.
/// </summary>
/// <param name="Code">kebab-case, stable for ever.</param>
/// <param name="Kind">decides the status code.</param>
/// <param name="Detail">one sentence for a person, without personal data.</param>
public abstract record Refusal(string Code, RefusalKind Kind, string Detail)
{
    /// <summary>What the caller needs to act, by the name that it has in the answer.</summary>
    public virtual IEnumerable<KeyValuePair<string, object?>> Fields => [];

    /// <summary>The request breaks a rule of form. <see cref="Errors"/> names each field (camelCase path) and what is
    /// wrong with it.</summary>
    public sealed record InvalidRequest(IReadOnlyDictionary<string, string[]> Errors)
        : Refusal("invalid-request", RefusalKind.Invalid, "The request has fields that cannot be accepted.")
    {
        public InvalidRequest(string field, string error)
            : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [error] }) { }

        public override IEnumerable<KeyValuePair<string, object?>> Fields => [new("errors", Errors)];
    }

    /// <summary>There is no such thing, or none that the caller may see.</summary>
    public sealed record NoSuch(string What)
        : Refusal("not-found", RefusalKind.NotFound, $"There is no {What} with this id.");

    /// <summary>Somebody else changed the thing since it was read (If-Match).</summary>
    public sealed record StaleVersion()
        : Refusal(
            "stale-version",
            RefusalKind.Stale,
            "It was changed since you read it. Read it again and apply your change to the newest version."
        );
}

/// <summary>The result of an operation: a value, or the refusal that says why not.</summary>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    /// <summary>Why not; null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">the operation was refused.</exception>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Code}.");

    public static implicit operator Outcome<T>(T value) => new(value, refusal: null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    public TResult Match<TResult>(Func<T, TResult> done, Func<Refusal, TResult> refused) =>
        Refusal is null ? done(value!) : refused(Refusal);
}
