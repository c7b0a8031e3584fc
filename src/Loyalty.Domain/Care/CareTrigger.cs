namespace Loyalty.Domain.Care;

/// <summary>The six kinds of care that the club owes its members over the life of the car.</summary>
public enum CareKind
{
    /// <summary>About the use of the car: after the purchase, after a service, recalls.</summary>
    Product,

    /// <summary>Birthdays, anniversaries, festivals.</summary>
    Person,

    /// <summary>Service, warranty, insurance and inspection that come due.</summary>
    ProductReminder,

    /// <summary>Points and tiers: what lapses, what can be had, what is about to be lost.</summary>
    PersonReminder,

    /// <summary>What the member buys, against the member's own past.</summary>
    ConsumptionTrend,

    /// <summary>What changes in the member's life.</summary>
    LifeTrend,
}

/// <summary>What a care rule waits for.</summary>
public enum CareTrigger
{
    /// <summary>Days after the member bought a vehicle.</summary>
    AfterPurchase,

    /// <summary>Days after a visit to a workshop.</summary>
    AfterService,

    /// <summary>The member owns a vehicle whose number lies in a range.</summary>
    Recall,

    Birthday,

    /// <summary>Of the enrolment in the club.</summary>
    EnrolmentAnniversary,

    /// <summary>A day of the solar or of the Chinese lunar calendar, for every member.</summary>
    Festival,

    /// <summary>By months since the last service, or by mileage, whichever comes first.</summary>
    ServiceDue,

    WarrantyEnding,

    InsuranceEnding,

    /// <summary>The periodic inspection that the law asks for, counted from when the vehicle was built.</summary>
    InspectionDue,

    PointsLapsing,

    /// <summary>The member's points suffice for a reward.</summary>
    RewardWithinReach,

    /// <summary>The member's tier is not earned again.</summary>
    TierEnding,

    /// <summary>Little is missing to the next tier.</summary>
    TierWithinReach,

    /// <summary>No purchase and no visit to a workshop for months.</summary>
    NoActivity,

    /// <summary>Less was spent within twelve months than within the twelve before.</summary>
    SpendingDown,

    SpendingUp,

    /// <summary>Fewer purchases and visits within twelve months than within the twelve before.</summary>
    FrequencyDown,

    /// <summary>Somebody has joined the member's household.</summary>
    HouseholdGrown,

    /// <summary>The member's postal address has changed.</summary>
    Moved,

    /// <summary>An attribute of the member has changed, such as the marital status or the employer.</summary>
    AttributeChanged,
}

public static class CareTriggers
{
    public static CareKind KindOf(this CareTrigger trigger) =>
        trigger switch
        {
            CareTrigger.AfterPurchase or CareTrigger.AfterService or CareTrigger.Recall => CareKind.Product,
            CareTrigger.Birthday or CareTrigger.EnrolmentAnniversary or CareTrigger.Festival => CareKind.Person,
            CareTrigger.ServiceDue
            or CareTrigger.WarrantyEnding
            or CareTrigger.InsuranceEnding
            or CareTrigger.InspectionDue => CareKind.ProductReminder,
            CareTrigger.PointsLapsing
            or CareTrigger.RewardWithinReach
            or CareTrigger.TierEnding
            or CareTrigger.TierWithinReach => CareKind.PersonReminder,
            CareTrigger.NoActivity or CareTrigger.SpendingDown or CareTrigger.SpendingUp or CareTrigger.FrequencyDown =>
                CareKind.ConsumptionTrend,
            CareTrigger.HouseholdGrown or CareTrigger.Moved or CareTrigger.AttributeChanged => CareKind.LifeTrend,
            _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, message: null),
        };

    /// <summary>Whether <see cref="CareRuleDefinition.Days"/> are days before what is waited for; else they are days after it.</summary>
    public static bool IsAhead(this CareTrigger trigger) =>
        trigger
            is CareTrigger.Birthday
                or CareTrigger.EnrolmentAnniversary
                or CareTrigger.Festival
                or CareTrigger.ServiceDue
                or CareTrigger.WarrantyEnding
                or CareTrigger.InsuranceEnding
                or CareTrigger.InspectionDue
                or CareTrigger.PointsLapsing
                or CareTrigger.TierEnding;

    /// <summary>Whether a contact is of use until the day that is waited for, and of none after it. What is greeted may be greeted a
    /// little late, and a service that was missed is still due.</summary>
    public static bool IsReminder(this CareTrigger trigger) =>
        trigger
            is CareTrigger.WarrantyEnding
                or CareTrigger.InsuranceEnding
                or CareTrigger.InspectionDue
                or CareTrigger.PointsLapsing
                or CareTrigger.TierEnding;
}
