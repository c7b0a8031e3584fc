using Loyalty.Domain;
using Loyalty.Domain.Partners;
using Loyalty.Storage;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

/// <summary>
/// Says what the ledger would do with commands, by doing it: they are applied to what is loaded under the same locks, and
/// nothing is written. Beside the writers, whose queue it does not use.
/// </summary>
public sealed class LedgerTrial(DatabaseOptions database, ProgrammeSettings programme, TimeProvider clock)
{
    /// <summary>Commands of one trial: its locks must not be held for long.</summary>
    public const int CommandsMax = 100;

    public async Task<IReadOnlyList<LedgerOutcome>> RunAsync(
        IReadOnlyList<LedgerCommand> commands,
        CancellationToken cancellationToken
    )
    {
        if (commands.Count > CommandsMax)
        {
            throw new ArgumentException("Too many for one trial.", nameof(commands));
        }

        if (commands.Count == 0)
        {
            return [];
        }

        var club = await programme.CurrentAsync(cancellationToken);
        var needs = new LedgerNeeds();
        foreach (var command in commands)
        {
            command.AddNeeds(needs);
        }

        await using var dialect = LedgerDialect.Create(database);
        LedgerSnapshot snapshot;
        await using (var transaction = await dialect.BeginAsync(cancellationToken))
        {
            // Rolled back as it is disposed of.
            snapshot = await dialect.LoadAsync(needs, transaction, cancellationToken);
        }

        var now = clock.Instant();
        var applying = new LedgerBatch(snapshot, club, now, club.Programme.AccountingDay(now), slot: 0);
        return [.. commands.Select(command => Apply(command, applying))];
    }

    private static LedgerOutcome Apply(LedgerCommand command, LedgerBatch applying)
    {
        try
        {
            return command.Apply(applying);
        }
        catch (OverflowException)
        {
            return new LedgerOutcome.Refused(new EventRefusal.PointsOutOfRange());
        }
    }
}
