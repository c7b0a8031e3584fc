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
