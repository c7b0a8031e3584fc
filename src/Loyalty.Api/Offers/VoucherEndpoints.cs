using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Members;
using Loyalty.Application.Offers;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Offers;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Offers;

/// <summary>Vouchers of one member, for staff.</summary>
internal static class VoucherEndpoints
{
    public static void MapVouchers(this RouteGroupBuilder admin)
    {
        var vouchers = admin.MapGroup("/members/{id}/vouchers").WithTags("Offers");
        vouchers
            .MapGet("", ListAsync)
            .WithName("listVouchers")
            .WithSummary("Lists a member's vouchers, used and lapsed ones too")
            .Refuses(404, 422);
        vouchers
            .MapPost("/{voucher}/withdraw", WithdrawAsync)
            .RequireAuthorization(Policies.StaffSupport)
            .WithName("withdrawVoucher")
            .WithSummary("Takes back a voucher that was not used")
            .WithDescription("Taking back what was taken back changes nothing.")
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<Page<VoucherView>>, ProblemHttpResult>> ListAsync(
        MemberId id,
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var cursor) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (!await context.Members.AnyAsync(member => member.Id == id, cancellationToken))
        {
            return MemberRefusals.NoSuchMember.ToProblem();
        }

        var rows = context.Vouchers.AsNoTracking().Where(voucher => voucher.MemberId == id);
        if (cursor is not null)
        {
            if (!Identifier.TryParse<VoucherId>(cursor, out var after))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(voucher => voucher.Id > after);
        }

        var found = await rows.OrderBy(voucher => voucher.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        var now = clock.Instant();
        return TypedResults.Ok(
            page.ToPage(found, voucher => VoucherView.Of(voucher, now), voucher => voucher.Id.ToString())
        );
    }

    private static async Task<Results<Ok<VoucherView>, ProblemHttpResult>> WithdrawAsync(
        MemberId id,
        VoucherId voucher,
        WithdrawVoucher withdraw,
        HttpContext http,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) =>
        (await withdraw.ExecuteAsync(id, voucher, http.User.Subject(), cancellationToken)).ToOk(row =>
            VoucherView.Of(row, clock.Instant())
        );
}
