using Loyalty.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Http;

/// <summary>Answers that carry the version of what they show.</summary>
internal static class VersionedAnswers
{
    public static Results<Ok<TView>, ProblemHttpResult> Answer<T, TView>(
        this HttpContext http,
        Outcome<T> outcome,
        Func<T, TView> view
    )
        where T : IVersioned
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(outcome.Value);
        return TypedResults.Ok(view(outcome.Value));
    }

    public static Results<Created<TView>, ProblemHttpResult> Created<T, TView>(
        this HttpContext http,
        Outcome<T> outcome,
        Func<T, TView> view,
        Func<T, string> location
    )
        where T : IVersioned
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        http.SetETag(outcome.Value);
        return TypedResults.Created(location(outcome.Value), view(outcome.Value));
    }

    /// <summary>A change of the version that the caller read.</summary>
    public static async Task<Results<Ok<TView>, ProblemHttpResult>> WithVersionAsync<T, TView>(
        this HttpContext http,
        Func<long, Task<Outcome<T>>> change,
        Func<T, TView> view
    )
        where T : IVersioned
    {
        var version = http.ReadIfMatch();
        return version.Refusal is { } missing ? missing.ToProblem() : http.Answer(await change(version.Value), view);
    }
}
