using Loyalty.Application.Members;
using Loyalty.Domain.Members;
using Loyalty.GraphQL;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Members;

/// <summary>What hangs on a member. A request sees one member, so each of these runs one statement however often it is
/// asked.</summary>
public static class MemberLoaders
{
    [DataLoader]
    public static Task<ILookup<MemberId, ContactPoint>> GetContactPointsByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    ) =>
        LoadAsync(
            members,
            contexts,
            (records, id) => records.ContactPointsAsync(id, cancellationToken),
            cancellationToken
        );

    [DataLoader]
    public static Task<ILookup<MemberId, Card>> GetCardsByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    ) => LoadAsync(members, contexts, (records, id) => records.CardsAsync(id, cancellationToken), cancellationToken);

    [DataLoader]
    public static Task<ILookup<MemberId, Consent>> GetConsentsByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    ) => LoadAsync(members, contexts, (records, id) => records.ConsentsAsync(id, cancellationToken), cancellationToken);

    [DataLoader]
    public static Task<ILookup<MemberId, OwnedVehicle>> GetVehiclesByMemberAsync(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        CancellationToken cancellationToken
    ) =>
        LoadAsync(
            members,
            contexts,
            (records, id) => records.VehiclesAsync(id, currentOnly: true, cancellationToken),
            cancellationToken
        );

    private static async Task<ILookup<MemberId, T>> LoadAsync<T>(
        IReadOnlyList<MemberId> members,
        IDbContextFactory<LoyaltyDbContext> contexts,
        Func<MemberRecords, MemberId, Task<IReadOnlyList<T>>> read,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var records = new MemberRecords(context);
        var rows = new List<(MemberId Member, T Row)>();
        foreach (var member in members)
        {
            rows.AddRange((await read(records, member)).Select(row => (member, row)));
        }

        return rows.ToLookup(pair => pair.Member, pair => pair.Row);
    }
}
