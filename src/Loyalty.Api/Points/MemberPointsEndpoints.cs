using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Members;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

/// <summary>A member's points as staff see them, now and in the past.</summary>
internal static class MemberPointsEndpoints
{
    public static void MapMemberPoints(this RouteGroupBuilder admin)
    {
        var points = admin.MapGroup("/members/{id}").WithTags("Points");
        points
            .MapGet("/wallets", Wallets)
            .WithName("listWallets")
            .WithSummary("List a member's wallets, now or as they were")
            .WithDescription(
                "With `at`, a past instant, as the ledger had them then: what was recorded later does not count, whenever it happened."
            )
            .Refuses(404, 422);
        points
            .MapGet("/entries", Entries)
            .WithName("listEntries")
            .WithSummary("List a member's entries, the latest recorded first")
            .WithDescription(
                "Each with its explanation, the summary in the language of Accept-Language, and who caused it."
            )
            .Refuses(404, 422);
    }

    /// <param name="at">an instant with its offset; now when not given.</param>
    private static async Task<Results<Ok<IReadOnlyList<WalletView>>, ProblemHttpResult>> Wallets(
        MemberId id,
        DateTimeOffset? at,
        LoyaltyDbContext context,
        MemberRecords records,
        PastWallets past,
        ProgrammeSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        if (at > now)
        {
            return new Refusal.InvalidRequest("at", "must not lie in the future").ToProblem();
        }

        if (!await records.ExistsAsync(id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var instant = at?.ToStoredInstant() ?? now;
        // A wallet and its lots of one moment.
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        var rows = await WalletsAsync(context, id, cancellationToken);
        var wallets = at is null
            ? await NowAsync(context, rows, cancellationToken)
            : await past.ReadAsync(rows, instant, cancellationToken);
        var day = instant.DayIn((await settings.CurrentAsync(cancellationToken)).Programme.Zone());
        return TypedResults.Ok<IReadOnlyList<WalletView>>([
            .. wallets.Select(wallet => WalletView.Of(wallet, instant, day)),
        ]);
    }

    private static async Task<Results<Ok<Page<EntryView>>, ProblemHttpResult>> Entries(
        MemberId id,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        MemberRecords records,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!await records.ExistsAsync(id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var wallets = (await WalletsAsync(context, id, cancellationToken)).ToDictionary(
            wallet => wallet.WalletId,
            wallet => wallet.Currency
        );
        var ids = wallets.Keys.ToArray();
        var entries = context.Entries.AsNoTracking().Where(entry => ids.Contains(entry.WalletId));
        if (position is not null)
        {
            if (EntryCursors.ReadPlace(position, wallets) is not { } place)
            {
                return MemberCursors.Unknown.ToProblem();
            }

            entries = entries.Where(place.Older);
        }

        var rows = await entries
            .OrderByDescending(entry => entry.RecordedAt)
            .ThenByDescending(entry => entry.WalletId)
            .ThenByDescending(entry => entry.Sequence)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var causes = rows.Select(entry => new OperationKey(entry.EventKey.Value)).Distinct().ToArray();
        var operations = await context
            .Operations.AsNoTracking()
            .Where(operation => causes.Contains(operation.OperationKey))
            .ToDictionaryAsync(operation => operation.OperationKey.AsCause, cancellationToken);
        var texts = ExplanationTexts.For(http.Request);
        return TypedResults.Ok(
            page.ToPage(
                rows,
                entry =>
                    EntryView.Of(entry, wallets[entry.WalletId], operations.GetValueOrDefault(entry.EventKey), texts),
                entry => EntryCursors.WritePlace(entry, wallets[entry.WalletId])
            )
        );
    }

    private static async Task<List<WalletState>> WalletsAsync(
        LoyaltyDbContext context,
        MemberId member,
        CancellationToken cancellationToken
    )
    {
        var wallets = await context
            .Wallets.AsNoTracking()
            .Where(wallet => wallet.MemberId == member)
            .ToListAsync(cancellationToken);
        return [.. wallets.OrderBy(wallet => wallet.Currency.Value, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<Wallet>> NowAsync(
        LoyaltyDbContext context,
        IReadOnlyList<WalletState> wallets,
        CancellationToken cancellationToken
    )
    {
        var ids = wallets.Select(wallet => wallet.WalletId).ToArray();
        var lots = await context
            .Lots.AsNoTracking()
            .Where(lot => ids.Contains(lot.WalletId) && lot.Points > 0)
            .ToListAsync(cancellationToken);
        return [.. wallets.Select(wallet => Wallet.Load(wallet, lots.Where(lot => lot.WalletId == wallet.WalletId)))];
    }
}
