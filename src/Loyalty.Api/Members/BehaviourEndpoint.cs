using Loyalty.Application.Members;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Members;

/// <summary>The trend in what a member does.</summary>
internal static class BehaviourEndpoint
{
    public static void MapBehaviour(this RouteGroupBuilder members)
    {
        members
            .MapGet("/{id}/flags", FlagsAsync)
            .WithName("listFlags")
            .WithSummary("List the flags that stand or stood on a member's record, the newest first")
            .WithDescription(
                "They are looked at once a day. What one was found by shows `GET /members/{id}/behaviour` with its `since` as `asOf`."
            )
            .Refuses(404);
        members
            .MapGet("/{id}/behaviour", FindAsync)
            .WithName("getBehaviour")
            .WithSummary("Compare what a member did with the member's own past")
            .WithDescription(
                "The moving twelve months up to now, or up to `asOf`, beside the twelve months before them. docs/members.md says when a flag stands."
            )
            .Refuses(404, 422);
    }

    private static Task<Results<Ok<List<FlagView>>, ProblemHttpResult>> FlagsAsync(
        MemberId id,
        MemberRecords records,
        CancellationToken cancellationToken
    ) =>
        records.ListAsync(
            id,
            (member, token) => records.FlagsAsync(member, standingOnly: false, token),
            FlagView.Of,
            cancellationToken
        );

    private static async Task<Results<Ok<BehaviourView>, ProblemHttpResult>> FindAsync(
        MemberId id,
        DateTimeOffset? asOf,
        FindBehaviour find,
        CancellationToken cancellationToken
    ) => (await find.ExecuteAsync(id, asOf, cancellationToken)).ToOk(BehaviourView.Of);
}

/// <summary>What a member did, against the member's own past.</summary>
/// <param name="Year">the last twelve months.</param>
/// <param name="YearBefore">the twelve months before them.</param>
/// <param name="LastActivityAt">the last purchase or visit to a workshop; null for none ever.</param>
/// <param name="Flags">what has changed.</param>
public sealed record BehaviourView(
    BehaviourYearView Year,
    BehaviourYearView YearBefore,
    DateTimeOffset? LastActivityAt,
    IReadOnlyList<BehaviourFlag> Flags
)
{
    internal static BehaviourView Of(Behaviour behaviour) =>
        new(
            BehaviourYearView.Of(behaviour.Year),
            BehaviourYearView.Of(behaviour.YearBefore),
            behaviour.LastActivityAt,
            behaviour.Flags
        );
}

/// <param name="Spent">what was paid, for each currency.</param>
public sealed record BehaviourYearView(
    int Purchases,
    int ServiceVisits,
    int Inquiries,
    int Complaints,
    IReadOnlyList<Money> Spent
)
{
    internal static BehaviourYearView Of(BehaviourYear year) =>
        new(
            year.Purchases,
            year.ServiceVisits,
            year.Inquiries,
            year.Complaints,
            [.. year.Spent.Select(one => one.InPlainForm())]
        );
}

/// <summary>A flag on a member's record.</summary>
/// <param name="Since">the beginning of the day on which it was found.</param>
/// <param name="Until">the beginning of the day on which it was found no more, or when the account was closed or merged; null while it
/// stands.</param>
public sealed record FlagView(BehaviourFlag Flag, DateTimeOffset Since, DateTimeOffset? Until)
{
    internal static FlagView Of(MemberFlag flag) => new(flag.Flag, flag.Since, flag.Until);
}
