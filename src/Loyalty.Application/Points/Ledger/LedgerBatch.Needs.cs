using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Storage.Points.Ledger;

namespace Loyalty.Application.Points.Ledger;

internal sealed partial class LedgerBatch
{
    /// <summary>What the commands need to see.</summary>
    public static LedgerNeeds NeedsOf(IEnumerable<LedgerCommand> commands)
    {
        var wallets = new HashSet<WalletId>();
        var events = new HashSet<PartnerEventKey>();
        var originals = new HashSet<EntryId>();
        var capDays = new HashSet<DateOnly>();
        foreach (var command in commands)
        {
            events.Add(command.Event.EventKey);
            switch (command)
            {
                case LedgerCommand.Earn earn:
                    foreach (var accrual in earn.Accruals)
                    {
                        wallets.Add(WalletId.Of(earn.Member, accrual.Currency));
                        if (accrual.DailyCap is { } cap)
                        {
                            capDays.Add(cap.Day);
                        }
                    }

                    break;
                case LedgerCommand.Reverse reverse:
                    events.Add(reverse.Original);
                    foreach (var posting in reverse.Entries)
                    {
                        wallets.Add(posting.EntryId.Wallet);
                        originals.Add(posting.EntryId);
                    }

                    break;
            }
        }

        return new LedgerNeeds(wallets, events, originals, capDays);
    }
}
