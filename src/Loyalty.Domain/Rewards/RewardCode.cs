namespace Loyalty.Domain.Rewards;

/// <summary>Identifies a voucher code; not the code itself.</summary>
public readonly record struct RewardCodeId(Guid Value) : IIdentifier<RewardCodeId>
{
    public static string Prefix => "cod";

    public static RewardCodeId From(Guid value) => new(value);

    public override string ToString() => Identifier.Format(this);
}

/// <summary>A code that was imported for a reward, and whom it went to.</summary>
public sealed class RewardCode
{
    public const int LengthMax = 200;

    public required RewardCodeId Id { get; init; }

    public required RewardId RewardId { get; init; }

    /// <summary>The code, encrypted.</summary>
    public required byte[] EncryptedCode { get; init; }

    /// <summary>A keyed hash of the code, by which a duplicate is found.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>Null while it is free.</summary>
    public RedemptionId? RedemptionId { get; set; }

    public required DateTimeOffset ImportedAt { get; init; }
}

/// <summary>How many of a reward were taken, of one limit. Conditional statements count it, so that requests at once cannot pass the
/// limit together.</summary>
public sealed class RewardCount
{
    public const int KeyLengthMax = 60;

    public const string Total = "total";

    /// <summary>The slot of what is counted under a limit: one row, for which everybody waits.</summary>
    public const int Limited = 0;

    /// <summary>Slots of what is counted without a limit, from 1: whoever counts takes one by chance, so that nobody waits.</summary>
    public const int Slots = 16;

    public required RewardId RewardId { get; init; }

    /// <summary><see cref="Total"/>, or what <see cref="OfDay"/> and <see cref="OfMember"/> give.</summary>
    public required string Key { get; init; }

    public required int Slot { get; init; }

    /// <summary>In this slot; all of a key together are what was taken. Below 0 where it was counted elsewhere and given back here.</summary>
    public required long Taken { get; set; }

    public static string OfDay(DateOnly day) =>
        day.ToString("'day/'yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="from">the first day of the period.</param>
    public static string OfMember(Members.MemberId member, DateOnly from) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{member}/{from:yyyy-MM-dd}");
}
