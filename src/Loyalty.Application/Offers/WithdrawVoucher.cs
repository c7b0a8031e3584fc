using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Offers;

/// <summary>Staff take back a voucher that was not used. Taking back what was taken back changes nothing.</summary>
public sealed class WithdrawVoucher(LoyaltyDbContext context, TimeProvider clock)
{
    /// <param name="by">the subject of the member of staff.</param>
    public async Task<Outcome<Voucher>> ExecuteAsync(
        MemberId member,
        VoucherId id,
        string by,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Instant();
        await context
            .Vouchers.Where(row =>
                row.Id == id && row.MemberId == member && row.RedemptionId == null && row.WithdrawnAt == null
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.WithdrawnAt, now).SetProperty(one => one.WithdrawnBy, by),
                cancellationToken
            );
        var voucher = await context
            .Vouchers.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == id && row.MemberId == member, cancellationToken);
        return voucher is null ? new Refusal.NoSuch("voucher")
            : voucher.WithdrawnAt is null ? new VoucherRefusal.NotUsable(voucher.StateAt(now))
            : voucher;
    }
}
