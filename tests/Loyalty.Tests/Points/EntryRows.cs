using System.Globalization;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Tests.Host;

namespace Loyalty.Tests.Points;

/// <summary>Wallets put into the database beside the ledger, where a test needs days and instants of its own choice. The hash
/// chain does not hold, so nothing that verifies the ledger may share their club.</summary>
internal static class EntryRows
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<PointCurrencyCode> GivenCurrencyAsync(this Club club, string code)
    {
        var currency = PointCurrencyCode.Parse(code);
        await club.WithContextAsync(async context =>
        {
            context.PointCurrencies.Add(
                new PointCurrency
                {
                    Code = currency,
                    Name = $"The {code}",
                    Kind = PointCurrencyKind.Redeemable,
                }
            );
            return await context.SaveChangesAsync();
        });
        return currency;
    }

    public static async Task<WalletId> GivenWalletAsync(
        this Club club,
        MemberId member,
        PointCurrencyCode currency,
        long arrears = 0,
        params (DateOnly ExpiresOn, DateOnly ActivatesOn, long Points)[] lots
    )
    {
        var wallet = WalletId.Of(member, currency);
        await club.WithContextAsync(async context =>
        {
            context.Wallets.Add(
                new WalletState
                {
                    WalletId = wallet,
                    MemberId = member,
                    Currency = currency,
                    Balance = lots.Sum(lot => lot.Points) - arrears,
                    Arrears = arrears,
                    Hash = EntryHash.Origin,
                    OpenedAt = Start,
                }
            );
            context.Lots.AddRange(
                lots.Select(lot => new Lot
                {
                    WalletId = wallet,
                    ExpiresOn = lot.ExpiresOn,
                    ActivatesOn = lot.ActivatesOn,
                    Funder = Funder.Club,
                    Points = lot.Points,
                })
            );
            return await context.SaveChangesAsync();
        });
        return wallet;
    }

    /// <summary>Entries of one wallet, recorded at the minutes given, the sequence counting up; each is worth its sequence.</summary>
    public static Task GivenEntriesAsync(this Club club, WalletId wallet, params int[] minutes) =>
        club.WithContextAsync(async context =>
        {
            var before = context.Entries.Count(entry => entry.WalletId == wallet);
            context.Entries.AddRange(
                minutes.Select(
                    (minute, i) =>
                        new Entry
                        {
                            WalletId = wallet,
                            Sequence = before + i + 1,
                            Kind = EntryKind.Accrual,
                            Points = before + i + 1,
                            BalanceAfter = 0,
                            ArrearsAfter = 0,
                            CounterAccount = Funder.Club.CounterAccount,
                            OccurredAt = Start.AddMinutes(minute),
                            RecordedAt = Start.AddMinutes(minute),
                            EventKey = new PartnerEventKey(Guid.CreateVersion7()),
                            LotMoves = "",
                            Explanation = new Explanation
                            {
                                EventType = PartnerEvent.PointsGranted.TypeName,
                                Source = "urn:test",
                                EventId = minute.ToString(CultureInfo.InvariantCulture),
                                Granted = before + i + 1,
                            }.ToJson(),
                            Hash = EntryHash.Origin,
                        }
                )
            );
            return await context.SaveChangesAsync();
        });
}
