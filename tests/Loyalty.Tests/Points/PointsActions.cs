using System.Security.Cryptography;
using System.Text;
using Loyalty.Application.Partners;
using Loyalty.Application.Points;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Loyalty.Tests.Points;

/// <summary>A partner, a member and the events between them, beside HTTP: for what concerns the ledger alone.</summary>
internal static class PointsActions
{
    public const string Source = "urn:test:till";

    public static readonly PointCurrencyCode Points = PointCurrencyCode.Parse("POINTS");

    public static async Task<Partner> GivenPartnerAsync(this Club club, PartnerContract? contract = null)
    {
        var id = Identifier.New<PartnerId>(TimeProvider.System.GetUtcNow());
        var partner = new Partner
        {
            Id = id,
            Slug = "p" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Name = "A partner",
            CreatedAt = TimeProvider.System.Instant(),
            Contract =
                contract
                ?? new PartnerContract
                {
                    EventTypes =
                    [
                        PartnerEvent.PointsGranted.TypeName,
                        PartnerEvent.TransactionPosted.TypeName,
                        PartnerEvent.TransactionReversed.TypeName,
                        PartnerEvent.TransactionCompleted.TypeName,
                    ],
                    PointCurrencies = [Points],
                    MoneyCurrencies = [MoneyCurrency.Parse("CZK")],
                },
        };
        await club.WithContextAsync(async context =>
        {
            context.Partners.Add(partner);
            return await context.SaveChangesAsync();
        });
        return partner;
    }

    public static async Task<MemberId> GivenMemberAsync(this Club club, MemberStatus status = MemberStatus.Active)
    {
        var member = new Member
        {
            Id = Identifier.New<MemberId>(TimeProvider.System.GetUtcNow()),
            EnrolledAt = TimeProvider.System.Instant(),
            Status = status,
            Name = new PersonName { Display = "A member" },
        };
        await club.WithContextAsync(async context =>
        {
            context.Members.Add(member);
            return await context.SaveChangesAsync();
        });
        return member.Id;
    }

    public static async Task<EventResult> TakeAsync(this Club club, Partner partner, PartnerEvent partnerEvent) =>
        (await club.TakeAsync(partner, [partnerEvent]))[0];

    public static Task<IReadOnlyList<EventResult>> TakeAsync(
        this Club club,
        Partner partner,
        IEnumerable<PartnerEvent> events
    ) =>
        club
            .Services.GetRequiredService<EarnPoints>()
            .ExecuteAsync(partner, [.. events.Select(one => new IncomingEvent.Sound(one))], CancellationToken.None);

    private static PartnerEventHead Head(string id, string content, MemberReference member) =>
        new(
            Source,
            id,
            TimeProvider.System.Instant(),
            SHA256.HashData(Encoding.UTF8.GetBytes(content)),
            "{}"u8.ToArray(),
            member
        );

    public static PartnerEvent.PointsGranted Grant(MemberId member, long points, string? id = null) =>
        new()
        {
            Head = Head(id ?? NewId(), $"grant {member} {points}", new MemberReference.ById(member)),
            Points = points,
            Currency = Points,
        };

    public static PartnerEvent.TransactionPosted Purchase(MemberId member, decimal amount, string? id = null) =>
        new()
        {
            Head = Head(id ?? NewId(), $"purchase {member} {amount}", new MemberReference.ById(member)),
            Amount = new Money(amount, MoneyCurrency.Parse("CZK")),
        };

    public static PartnerEvent.TransactionReversed Reversal(PartnerEvent original, decimal? amount = null) =>
        new()
        {
            Head = Head(NewId(), $"reverse {original.Id} {amount}", original.Member),
            OriginalEventId = original.Id,
            Amount = amount is { } part ? new Money(part, MoneyCurrency.Parse("CZK")) : null,
        };

    public static PartnerEvent.TransactionCompleted Completion(PartnerEvent original) =>
        new() { Head = Head(NewId(), $"complete {original.Id}", original.Member), OriginalEventId = original.Id };

    public static Task<WalletState> WalletAsync(this Club club, MemberId member) =>
        club.WithContextAsync(context =>
            context.Wallets.AsNoTracking().SingleAsync(wallet => wallet.MemberId == member && wallet.Currency == Points)
        );

    public static Task<List<Entry>> EntriesAsync(this Club club, MemberId member)
    {
        var wallet = WalletId.Of(member, Points);
        return club.WithContextAsync(context =>
            context
                .Entries.AsNoTracking()
                .Where(entry => entry.WalletId == wallet)
                .OrderBy(entry => entry.Sequence)
                .ToListAsync()
        );
    }

    public static Task<LedgerReport> VerifyAsync(this Club club) =>
        club.Services.GetRequiredService<VerifyLedger>().ExecuteAsync();

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
