using Loyalty.Domain;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Storage;

namespace Loyalty.Application.Care.Triggers;

/// <summary>A contact that is due.</summary>
/// <param name="Occasion">see <see cref="CareEvent.Occasion"/>.</param>
internal sealed record CareCandidate(MemberId Member, string Occasion, DateOnly DueOn, CareFacts Facts);

/// <summary>
/// What a trigger looks at. Planning looks at many members and some days; the look before sending asks the same of a few members and one
/// day, so that what was planned and what still holds are judged by one statement.
/// </summary>
/// <param name="Members">whose accounts may be written to.</param>
/// <param name="First">due days from this one on, ...</param>
/// <param name="Last">... to this one, both in the programme's zone.</param>
/// <param name="Today">what depends on no day is due on this one.</param>
internal sealed record CareLook(
    LoyaltyDbContext Context,
    IQueryable<Member> Members,
    CareRuleDefinition Rule,
    DateOnly First,
    DateOnly Last,
    DateOnly Today,
    TimeZoneInfo Zone
)
{
    private int Shift => Rule.Trigger.IsAhead() ? Rule.Days : -Rule.Days;

    /// <summary>The first day of what is waited for. Reminders are of use until that day, however late it became known, and of none
    /// after it.</summary>
    public DateOnly FirstOccasion => Rule.Trigger.IsReminder() ? Today : First.AddDays(Shift);

    public DateOnly LastOccasion => Last.AddDays(Shift);

    public DateTimeOffset OccasionsBegin => FirstOccasion.StartIn(Zone);

    /// <summary>Itself not included.</summary>
    public DateTimeOffset OccasionsEnd => LastOccasion.AddDays(1).StartIn(Zone);

    public bool Holds(DateOnly occasion) => occasion >= FirstOccasion && occasion <= LastOccasion;

    public CareCandidate Due(MemberId member, string occasion, CareFacts facts)
    {
        var dueOn = facts.Day.AddDays(-Shift);
        return new CareCandidate(member, occasion, dueOn < First ? Today : dueOn, facts);
    }

    /// <summary>For what holds or does not, on whatever day.</summary>
    public CareCandidate DueToday(MemberId member, string occasion, CareFacts facts) =>
        new(member, occasion, Today, facts);

    public static string Written(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
