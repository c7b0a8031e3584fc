using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>A member's code and what came of it. Nothing of whom it brought.</summary>
/// <param name="Waiting">new members who have still to earn.</param>
/// <param name="Completed">new members who have.</param>
/// <param name="Expired">new members who did not in time.</param>
public sealed record ReferralSummary(string Code, int Waiting, int Completed, int Expired)
{
    public int Total => Waiting + Completed + Expired;
}

/// <summary>Reads what referrals a member has made.</summary>
public sealed class FindReferrals(IDbContextFactory<LoyaltyDbContext> contexts, TimeProvider clock)
{
    /// <summary>Two codes that are alike by chance are as good as impossible; two at once by one member are not.</summary>
    private const int AttemptsMax = 5;

    /// <summary>The code is made when it is first asked for.</summary>
    public async Task<ReferralSummary> OfAsync(MemberId member, CancellationToken cancellationToken)
    {
        var code = await CodeAsync(member, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var stages = await context
            .Referrals.Where(row => row.ReferrerId == member)
            .GroupBy(row => row.Stage)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new ReferralSummary(
            code,
            stages.GetValueOrDefault(ReferralStage.Used) + stages.GetValueOrDefault(ReferralStage.Waiting),
            stages.GetValueOrDefault(ReferralStage.Completed),
            stages.GetValueOrDefault(ReferralStage.Expired)
        );
    }

    private async Task<string> CodeAsync(MemberId member, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var known = await context
                .ReferralCodes.Where(row => row.MemberId == member)
                .Select(row => row.Code)
                .FirstOrDefaultAsync(cancellationToken);
            if (known is not null)
            {
                return known;
            }

            var made = new ReferralCode
            {
                Code = ReferralCode.NewCode(),
                MemberId = member,
                CreatedAt = clock.Instant(),
            };
            context.ReferralCodes.Add(made);
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return made.Code;
            }
            catch (Exception exception) when (exception.IsOvertaken() && attempt < AttemptsMax)
            {
                // Another request of the member made it.
            }
        }
    }
}
