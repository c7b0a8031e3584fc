// The database evaluates the comparisons, by the column's ordinal collation.
#pragma warning disable CA1309
using Loyalty.Application.Validation;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Members;

/// <summary>What to look for; everything given must hold. Without anything all members are listed.</summary>
public sealed record MemberSearch
{
    /// <summary>The beginning of a name, a company or a display name; case and accents do not count.</summary>
    public string? Name { get; init; }

    public string? Card { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    /// <summary>An id in any other system, or in one of them as <c>system:value</c>.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A flag that stands on the record now.</summary>
    public BehaviourFlag? Flag { get; init; }
}

/// <summary>One member found.</summary>
/// <param name="Position">where the list goes on after this one.</param>
public sealed record MemberHit(Member Member, string Position);

/// <summary>
/// Finds members in a stable order: by the name that was found, or by id (the order of enrolment). Each way of searching is a
/// range of one index, so that it costs the same whatever the number of members.
/// </summary>
public sealed class SearchMembers(LoyaltyDbContext context)
{
    // An unverified address may stand at several members; more than these nobody means to page through.
    private const int ExactHitsMax = 1000;

    // Sorts after every character, so that a prefix's range ends there.
    private const string Last = "\U0010FFFF";

    /// <param name="after">the position of the last hit of the page before; null for the first page.</param>
    /// <param name="count">how many at most.</param>
    public async Task<Outcome<List<MemberHit>>> ExecuteAsync(
        MemberSearch search,
        string? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var errors = new FieldErrors();
        var name = SearchText.Fold(errors.Optional("name", search.Name) ?? "");
        errors.Check(string.IsNullOrEmpty(search.Name) || name.Length > 0, "name", "must have a letter or digit");
        var exact = Exact(search, errors).ToList();
        var byName = name.Length > 0 && exact.Count == 0;
        var position = ReadPosition(after, byName, errors);
        if (errors.Refusal is { } invalid)
        {
            return invalid;
        }

        if (byName)
        {
            return await ByNameAsync(name, search.Flag, position, count, cancellationToken);
        }

        var members = context.Members.AsNoTracking();
        if (search.Flag is { } flag)
        {
            // There is one row a member and flag at the most. The index is entered where the page begins.
            var before = position?.Id ?? default;
            members =
                from standing in context.MemberFlags
                join member in members on standing.MemberId equals member.Id
                where standing.Flag == flag && standing.Until == null && standing.MemberId > before
                select member;
        }

        if (exact.Count > 0)
        {
            var ids = await exact[0].Distinct().OrderBy(id => id).Take(ExactHitsMax).ToListAsync(cancellationToken);
            foreach (var other in exact.Skip(1))
            {
                ids = await other.Where(id => ids.Contains(id)).Distinct().ToListAsync(cancellationToken);
            }

            members = members.Where(member => ids.Contains(member.Id));
            if (name.Length > 0)
            {
                members = members.Where(member =>
                    context.MemberSearchNames.Any(key =>
                        key.MemberId == member.Id
                        && string.Compare(key.NameKey, name) >= 0
                        && string.Compare(key.NameKey, name + Last) < 0
                    )
                );
            }
        }

        if (position is { Id: var last })
        {
            members = members.Where(member => member.Id > last);
        }

        var found = await members.OrderBy(member => member.Id).Take(count).ToListAsync(cancellationToken);
        return found.ConvertAll(member => new MemberHit(member, member.Id.ToString()));
    }

    private IEnumerable<IQueryable<MemberId>> Exact(MemberSearch search, FieldErrors errors)
    {
        if (!string.IsNullOrEmpty(search.Card))
        {
            errors.Check(CardNumber.TryParse(search.Card, out var number), "card", "is not a card number");
            yield return context.Cards.Where(card => card.Number == number).Select(card => card.MemberId);
        }

        if (!string.IsNullOrEmpty(search.Email))
        {
            errors.Check(
                EmailAddress.TryParse(search.Email.Trim(), out var email),
                "email",
                "is not an e-mail address"
            );
            yield return WithContactPoint(email.Normalized);
        }

        if (!string.IsNullOrEmpty(search.Phone))
        {
            errors.Check(
                PhoneNumber.TryParse(search.Phone, out var phone),
                "phone",
                "is not a telephone number with its country code (in a query string + is written %2B)"
            );
            yield return WithContactPoint(phone.Value);
        }

        if (errors.Optional("externalId", search.ExternalId) is { } externalId)
        {
            var colon = externalId.IndexOf(':', StringComparison.Ordinal);
            var (system, value) = colon < 0 ? ("", externalId) : (externalId[..colon], externalId[(colon + 1)..]);
            yield return context
                .ExternalIds.Where(id => id.Value == externalId || (id.Value == value && id.System == system))
                .Select(id => id.MemberId);
        }
    }

    private IQueryable<MemberId> WithContactPoint(string normalized) =>
        context.ContactPoints.Where(point => point.NormalizedValue == normalized).Select(point => point.MemberId);

    /// <summary>A member of several matching keys is found once, at the first of them.</summary>
    private async Task<List<MemberHit>> ByNameAsync(
        string prefix,
        BehaviourFlag? flag,
        Position? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var end = prefix + Last;
        var from = after?.Key ?? prefix;
        var last = after?.Id ?? default;
        var keys = context.MemberSearchNames.Where(key =>
            string.Compare(key.NameKey, from) >= 0
            && string.Compare(key.NameKey, end) < 0
            && !context.MemberSearchNames.Any(other =>
                other.MemberId == key.MemberId
                && string.Compare(other.NameKey, prefix) >= 0
                && string.Compare(other.NameKey, key.NameKey) < 0
            )
        );
        if (flag is not null)
        {
            keys = keys.Where(key =>
                context.MemberFlags.Any(standing =>
                    standing.MemberId == key.MemberId && standing.Flag == flag && standing.Until == null
                )
            );
        }

        if (after is not null)
        {
            keys = keys.Where(key => key.NameKey != from || key.MemberId > last);
        }

        var hits = await keys.OrderBy(key => key.NameKey)
            .ThenBy(key => key.MemberId)
            .Take(count)
            .Join(
                context.Members.AsNoTracking(),
                key => key.MemberId,
                member => member.Id,
                (key, member) => new { key.NameKey, Member = member }
            )
            .OrderBy(hit => hit.NameKey)
            .ThenBy(hit => hit.Member.Id)
            .ToListAsync(cancellationToken);
        return [.. hits.Select(hit => new MemberHit(hit.Member, $"{hit.NameKey}\n{hit.Member.Id}"))];
    }

    private sealed record Position(string? Key, MemberId Id);

    private static Position? ReadPosition(string? after, bool byName, FieldErrors errors)
    {
        if (after is null)
        {
            return null;
        }

        var line = after.IndexOf('\n', StringComparison.Ordinal);
        var key = line < 0 ? null : after[..line];
        var sound =
            Identifier.TryParse<MemberId>(after.AsSpan(line + 1), out var id)
            && (byName ? key is { Length: > 0 } && SearchText.Fold(key) == key : key is null);
        errors.Check(sound, "after", "is not a cursor of this list");
        return sound ? new Position(key, id) : null;
    }
}
