using System.Runtime.CompilerServices;
using Loyalty.Domain;
using Loyalty.Domain.Magazine;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Magazine;

/// <summary>A label as the printer takes it.</summary>
/// <param name="Bundle">from 1.</param>
/// <param name="Place">within the bundle, from 1.</param>
public sealed record IssueLabel(
    int Bundle,
    int Place,
    CopyId Copy,
    string Country,
    string PostalCode,
    string Language,
    IReadOnlyList<string> Lines
);

/// <summary>Reads the labels of an issue by country and postal code, page by page, split in bundles. Personal data.</summary>
public sealed class FindLabels(IDbContextFactory<LoyaltyDbContext> contexts)
{
    private const int PageSize = 500;

    /// <returns>the issue and its publication, once its copies are written.</returns>
    public async Task<Outcome<(Issue Issue, Publication Publication)>> IssueAsync(
        IssueId id,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var issue = await context.Issues.AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (issue is null)
        {
            return new Refusal.NoSuch("issue");
        }

        if (issue.Status != IssueStatus.Addressed && !issue.HasBegunToLeave)
        {
            return new MagazineRefusal.NotAddressed(issue.Status);
        }

        return (
            issue,
            await context
                .Publications.AsNoTracking()
                .SingleAsync(one => one.Id == issue.PublicationId, cancellationToken)
        );
    }

    public async IAsyncEnumerable<IssueLabel> ReadAsync(
        IssueId issue,
        int bundleSize,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var bundles = new LabelBundles(bundleSize);
        List<string> countries;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            countries = await Printed(context, issue)
                .Select(copy => copy.Country)
                .Distinct()
                .OrderBy(country => country)
                .ToListAsync(cancellationToken);
        }

        foreach (var country in countries)
        {
            var (code, id) = ("", default(CopyId));
            List<MagazineCopy> page;
            do
            {
                page = await PageAsync(issue, country, code, id, cancellationToken);
                foreach (var copy in page)
                {
                    var (bundle, place) = bundles.Next(country);
                    yield return new IssueLabel(
                        bundle,
                        place,
                        copy.Id,
                        country,
                        copy.PostalCode,
                        copy.Language,
                        copy.Recipient!.Split('\n')
                    );
                }

                (code, id) = page.Count > 0 ? (page[^1].PostalCode, page[^1].Id) : (code, id);
            } while (page.Count == PageSize);
        }
    }

    /// <summary>The page begins at the postal code by the index, however many labels there are.</summary>
    private async Task<List<MagazineCopy>> PageAsync(
        IssueId issue,
        string country,
        string code,
        CopyId after,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
#pragma warning disable CA1309 // The database compares, in its own order, by which the page is sorted too.
        return await Printed(context, issue)
            .Where(copy =>
                copy.Country == country
                && string.Compare(copy.PostalCode, code) >= 0
                && (string.Compare(copy.PostalCode, code) > 0 || copy.Id > after)
            )
#pragma warning restore CA1309
            .OrderBy(copy => copy.PostalCode)
            .ThenBy(copy => copy.Id)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<MagazineCopy> Printed(LoyaltyDbContext context, IssueId issue) =>
        context
            .MagazineCopies.AsNoTracking()
            .Where(copy => copy.IssueId == issue && copy.Channel == MagazineChannel.Post && copy.Recipient != null);
}
