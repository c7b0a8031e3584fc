namespace Loyalty.Domain.Care;

/// <summary>What came back of a contact.</summary>
public enum CareOutcome
{
    Delivered,
    Opened,
    Answered,
    Booked,

    /// <summary>It could not be delivered, or the number is wrong.</summary>
    Failed,

    /// <summary>Nobody took the call.</summary>
    NoAnswer,

    /// <summary>The member asks for a call at another time.</summary>
    CallBack,

    /// <summary>The member does not want it.</summary>
    Declined,

    /// <summary>The member does not want to be called any more.</summary>
    DoNotCall,

    Complained,
}

internal static class CareOutcomes
{
    public static bool EndsIt(this CareOutcome outcome) =>
        outcome is CareOutcome.Failed or CareOutcome.Declined or CareOutcome.DoNotCall;

    /// <summary>How much an outcome says: what went out may still come back, and what was opened did not.</summary>
    public static int Weight(this CareOutcome outcome) =>
        outcome switch
        {
            CareOutcome.NoAnswer => 0,
            CareOutcome.CallBack => 1,
            CareOutcome.Delivered => 2,
            CareOutcome.Failed => 3,
            CareOutcome.Opened => 4,
            CareOutcome.Answered => 5,
            CareOutcome.Declined => 6,
            CareOutcome.Booked => 7,
            CareOutcome.DoNotCall => 8,
            CareOutcome.Complained => 9,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, message: null),
        };

    public static bool Reaches(this CareOutcome outcome, CareGoal goal) =>
        goal switch
        {
            CareGoal.Delivered => outcome
                is CareOutcome.Delivered
                    or CareOutcome.Opened
                    or CareOutcome.Answered
                    or CareOutcome.Booked,
            CareGoal.Opened => outcome is CareOutcome.Opened or CareOutcome.Answered or CareOutcome.Booked,
            CareGoal.Answered => outcome is CareOutcome.Answered or CareOutcome.Booked,
            CareGoal.Booked => outcome is CareOutcome.Booked,
            _ => false,
        };
}
