using Loyalty.Api.Points;
using Loyalty.Domain.Care;

namespace Loyalty.Api.Care;

/// <summary>Says why a member was contacted, out of what the rule waited for and what it found, in one of the languages that
/// explanations speak.</summary>
public static class CareTexts
{
    public static string Say(this LanguageTexts texts, CareTrigger trigger, CareFacts facts)
    {
        var key = "care" + trigger;
        if (trigger == CareTrigger.ServiceDue && facts.Kilometres is not null)
        {
            key += "Kilometres";
        }

        return texts.Say(
            key,
            ("date", texts.Date(facts.Day)),
            ("points", texts.Points(facts.Points ?? 0)),
            ("kilometres", texts.Number(facts.Kilometres ?? 0)),
            ("percent", texts.Number(facts.Percent ?? 0))
        );
    }
}
