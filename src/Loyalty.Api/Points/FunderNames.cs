using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Points;

/// <summary>How funders are called, as of now.</summary>
internal sealed class FunderNames
{
    /// <summary>What members owe stands beside the funders under this word.</summary>
    public const string Arrears = "arrears";

    private readonly Dictionary<Funder, string> names;

    private FunderNames(Dictionary<Funder, string> names) => this.names = names;

    public static async Task<FunderNames> ReadAsync(
        LoyaltyDbContext context,
        PeriodFigures figures,
        CancellationToken cancellationToken
    )
    {
        var ids = figures
            .Accounts.Select(account => new PartnerId(account.Funder.Value))
            .Where(id => id.Value != Funder.Club.Value && id.Value != LedgerTotal.Arrears.Value)
            .Distinct()
            .ToArray();
        var names = await context
            .Partners.AsNoTracking()
            .Where(partner => ids.Contains(partner.Id))
            .Select(partner => new { partner.Id, partner.Name })
            .ToDictionaryAsync(partner => Funder.Of(partner.Id), partner => partner.Name, cancellationToken);
        return new FunderNames(names);
    }

    /// <summary>A partner's id, <c>club</c> or <c>arrears</c>.</summary>
    public static string IdOf(Funder funder) => funder == LedgerTotal.Arrears ? Arrears : funder.CounterAccount;

    /// <summary>A partner's name; of the others the same as their id.</summary>
    public string Of(Funder funder) => names.GetValueOrDefault(funder) ?? IdOf(funder);
}
