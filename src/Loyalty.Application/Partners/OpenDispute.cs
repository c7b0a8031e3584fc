using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Application.Partners;

/// <param name="Line">the line's name.</param>
/// <param name="By">the client that calls.</param>
public sealed record OpenDisputeRequest(
    Partner Partner,
    AccountingMonth Month,
    string Line,
    DisputeReason Reason,
    string Text,
    string By
);

/// <summary>A partner does not agree with a line of a statement, open or closed.</summary>
public sealed class OpenDispute(LoyaltyDbContext context, StatementLines lines, TimeProvider clock)
{
    /// <summary>The line is disputed, and the dispute is open.</summary>
    public sealed record DisputeOpen()
        : Refusal("dispute-open", RefusalKind.Conflict, "This line is disputed already. Wait for the answer.");

    public async Task<Outcome<LineDispute>> ExecuteAsync(
        OpenDisputeRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Application.PlainText.WhyNot(request.Text, DisputeStep.TextLengthMax) is { } why)
        {
            return new Refusal.InvalidRequest("text", why);
        }

        if (
            !StatementLineName.TryParse(request.Line, out var name)
            || !await lines.HasAsync(request.Partner.Id, request.Month, name, cancellationToken)
        )
        {
            return new Refusal.InvalidRequest("line", "is not a line of this statement");
        }

        var now = clock.Instant();
        var dispute = new LineDispute
        {
            Id = Identifier.New<DisputeId>(now),
            PartnerId = request.Partner.Id,
            FirstDay = request.Month.FirstDay,
            Line = request.Line,
            Reason = request.Reason,
            Status = DisputeStatus.Open,
            OpenedAt = now,
            Steps = 1,
        };
        context.LineDisputes.Add(dispute);
        context.DisputeSteps.Add(
            new DisputeStep
            {
                DisputeId = dispute.Id,
                Number = 1,
                At = now,
                By = request.By[..Math.Min(request.By.Length, DisputeStep.ByLengthMax)],
                Status = DisputeStatus.Open,
                Text = request.Text,
            }
        );
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return new DisputeOpen();
        }

        return dispute;
    }
}
