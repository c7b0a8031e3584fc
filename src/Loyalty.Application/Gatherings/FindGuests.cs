using System.Runtime.CompilerServices;
using Loyalty.Domain.Gatherings;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Gatherings;

/// <summary>Somebody who is expected at a gathering. Personal data.</summary>
/// <param name="Name">as the member wants to be called.</param>
public sealed record ExpectedGuest(GatheringSignUp SignUp, string Name);

/// <summary>Reads who has a place at a gathering, in the order in which they signed up, page by page. Personal data.</summary>
public sealed class FindGuests(IDbContextFactory<LoyaltyDbContext> contexts)
{
    private const int PageSize = 500;

    public async IAsyncEnumerable<ExpectedGuest> ReadAsync(
        GatheringId gathering,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (number, id) = (long.MinValue, default(SignUpId));
        List<GatheringSignUp> page;
        do
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            page = await context
                .SignUpsWithPlace(gathering)
                .AsNoTracking()
                .Where(row => row.Number > number || (row.Number == number && row.Id > id))
                .OrderBy(row => row.Number)
                .ThenBy(row => row.Id)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            var members = page.ConvertAll(row => row.MemberId);
            var names = await context
                .Members.AsNoTracking()
                .Where(member => members.Contains(member.Id))
                .Select(member => new { member.Id, member.Name })
                .ToDictionaryAsync(row => row.Id, row => row.Name.Display, cancellationToken);
            foreach (var row in page)
            {
                yield return new ExpectedGuest(row, names.GetValueOrDefault(row.MemberId, ""));
                (number, id) = (row.Number, row.Id);
            }
        } while (page.Count == PageSize);
    }
}
