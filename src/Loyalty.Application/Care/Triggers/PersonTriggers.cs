using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Offers;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Care.Triggers;

/// <summary>What is due about the person, and what changes in the member's life.</summary>
internal static class PersonTriggers
{
    public static async Task<IEnumerable<CareCandidate>> BirthdayAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var keys = Birthdays.KeysBetween(look.FirstOccasion, look.LastOccasion);
        var rows = await look
            .Members.Where(member =>
                member.BirthDate != null
                && keys.Contains((member.BirthDate.Value.Month * 100) + member.BirthDate.Value.Day)
            )
            .Select(member => new { member.Id, Born = member.BirthDate!.Value })
            .ToListAsync(cancellationToken);
        return from row in rows
            let year = Birthdays.YearBetween(row.Born, look.FirstOccasion, look.LastOccasion)
            where year is not null
            select look.Due(row.Id, $"birthday/{year}", new CareFacts(Birthdays.In(row.Born, year.Value)));
    }

    public static async Task<IEnumerable<CareCandidate>> EnrolmentAnniversaryAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var rows = await look
            .Members.Select(member => new { member.Id, member.EnrolledAt })
            .ToListAsync(cancellationToken);
        return from row in rows
            let enrolled = row.EnrolledAt.DayIn(look.Zone)
            let year = Birthdays.YearBetween(enrolled, look.FirstOccasion, look.LastOccasion)
            where year is not null
            select look.Due(row.Id, $"anniversary/{year}", new CareFacts(Birthdays.In(enrolled, year.Value)));
    }

    public static async Task<IEnumerable<CareCandidate>> FestivalAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var days = CareFestivals.Between(look.Rule.Festival!, look.FirstOccasion, look.LastOccasion).ToList();
        if (days.Count == 0)
        {
            return [];
        }

        var members = await look.Members.Select(member => member.Id).ToListAsync(cancellationToken);
        return from member in members
            from day in days
            select look.Due(member, $"festival/{CareLook.Written(day)}", new CareFacts(day));
    }

    /// <summary>To those who lived in the household before.</summary>
    public static async Task<IEnumerable<CareCandidate>> HouseholdGrownAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (begin, end) = (look.OccasionsBegin, look.OccasionsEnd);
        var places = look.Context.HouseholdPlaces;
        var rows = await places
            .Where(own =>
                look.Members.Any(member => member.Id == own.MemberId) && own.JoinedAt != null && own.EndedAt == null
            )
            .Join(
                places.Where(other =>
                    other.JoinedAt != null
                    && other.EndedAt == null
                    && other.JoinedAt >= begin
                    && other.JoinedAt < end
                ),
                own => own.HouseholdId,
                other => other.HouseholdId,
                (own, other) =>
                    new
                    {
                        own.MemberId,
                        Since = own.JoinedAt,
                        other.Id,
                        other.JoinedAt,
                    }
            )
            .Where(row => row.Since < row.JoinedAt)
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
            look.Due(row.MemberId, $"household/{row.Id}", new CareFacts(row.JoinedAt!.Value.DayIn(look.Zone)))
        );
    }

    public static async Task<IEnumerable<CareCandidate>> MovedAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (begin, end) = (look.OccasionsBegin, look.OccasionsEnd);
        var rows = await look
            .Members.Where(member => member.MovedAt >= begin && member.MovedAt < end)
            .Select(member => new { member.Id, At = member.MovedAt!.Value })
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
        {
            var day = row.At.DayIn(look.Zone);
            return look.Due(row.Id, $"moved/{CareLook.Written(day)}", new CareFacts(day));
        });
    }

    public static async Task<IEnumerable<CareCandidate>> AttributeChangedAsync(
        CareLook look,
        CancellationToken cancellationToken
    )
    {
        var (key, begin, end) = (look.Rule.Attribute!, look.OccasionsBegin, look.OccasionsEnd);
        var values = look.Rule.Values.ToArray();
        var rows = await look
            .Context.MemberAttributes.Where(attribute =>
                attribute.Key == key
                && attribute.ChangedAt >= begin
                && attribute.ChangedAt < end
                && (values.Length == 0 || values.Contains(attribute.Value))
                && look.Members.Any(member => member.Id == attribute.MemberId)
            )
            .Select(attribute => new { attribute.MemberId, attribute.ChangedAt })
            .ToListAsync(cancellationToken);
        return rows.Select(row =>
        {
            var day = row.ChangedAt.DayIn(look.Zone);
            return look.Due(
                row.MemberId,
                $"attribute/{CareLook.Written(day)}",
                new CareFacts(day) { Attribute = key }
            );
        });
    }
}
