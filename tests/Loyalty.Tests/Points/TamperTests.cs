using Loyalty.Domain.Members;
using Loyalty.Domain.Partners;
using Loyalty.Domain.Points;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Points.PointsActions;

namespace Loyalty.Tests.Points;

/// <summary>Whatever is changed in the database beside the ledger is found, and the promise that it breaks is named with the
/// first bad entry.</summary>
public abstract class TamperTests(DatabaseProvider provider) : OwnClubTests(provider)
{
    private MemberId member;
    private PartnerEvent.PointsGranted[] grants = [];

    private WalletId Wallet => WalletId.Of(member, PointsActions.Points);

    protected override async Task PrepareAsync()
    {
        var partner = await Club.GivenPartnerAsync();
        member = await Club.GivenMemberAsync();
        grants = [Grant(member, 100), Grant(member, 200), Grant(member, 300)];
        await Club.TakeAsync(partner, grants);
        await Club.TakeAsync(partner, Reversal(grants[0]));
        await Club.TakeAsync(partner, Grant(await Club.GivenMemberAsync(), 50));
    }

    [Fact]
    public async Task An_untouched_ledger_is_clean_and_the_command_ends_with_0()
    {
        var report = await Club.VerifyAsync();

        report.Faults.ShouldBeEmpty();
        (report.Wallets, report.Entries).ShouldBe((2, 5));
        var total = report.Currencies.ShouldHaveSingleItem();
        total.Balance.ShouldBe(550);
        total.CounterAccounts.Values.Sum().ShouldBe(-550);
        var run = await LoyaltyProcess.RunAsync(Club.Database, "verify-ledger", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Json().GetProperty("faults").GetArrayLength().ShouldBe(0);
        run.Json().GetProperty("entries").GetInt64().ShouldBe(5);
    }

    [Fact]
    public async Task Points_of_an_entry()
    {
        await TamperAsync($"UPDATE entries SET points = points + 1 WHERE {Of(2)}");
        await FoundAsync(promise: 6, entry: 2);
    }

    [Fact]
    public async Task Points_of_an_entry_are_told_by_the_command_too_which_ends_with_1()
    {
        await TamperAsync($"UPDATE entries SET points = points + 1 WHERE {Of(2)}");

        var json = await LoyaltyProcess.RunAsync(Club.Database, "verify-ledger", "--json");
        var text = await LoyaltyProcess.RunAsync(Club.Database, "verify-ledger");

        json.ExitCode.ShouldBe(1, json.Error);
        var fault = json.Json().GetProperty("faults")[0];
        fault.GetProperty("promise").GetInt32().ShouldBe(6);
        fault.GetProperty("entry").GetString().ShouldBe(Entry(2));
        text.ExitCode.ShouldBe(1);
        text.Output.ShouldContain($"Promise 6 is broken: {Entry(2)}");
    }

    [Fact]
    public async Task Explanation_of_an_entry()
    {
        await TamperAsync($"UPDATE entries SET explanation = '{{}}' WHERE {Of(3)}");
        await FoundAsync(promise: 6, entry: 3);
    }

    [Fact]
    public async Task An_entry_deleted_in_the_middle()
    {
        await TamperAsync($"DELETE FROM entries WHERE {Of(2)}");
        await FoundAsync(promise: 3, entry: 3);
    }

    [Fact]
    public async Task The_last_entry_deleted()
    {
        await TamperAsync($"DELETE FROM entries WHERE {Of(4)}");
        await FoundAsync(promise: 3, entry: 4);
    }

    [Fact]
    public async Task The_last_entry_deleted_and_all_sums_mended()
    {
        var third = await Club.WithContextAsync(context =>
            context.Entries.AsNoTracking().SingleAsync(entry => entry.WalletId == Wallet && entry.Sequence == 3)
        );
        await TamperAsync($"DELETE FROM entries WHERE {Of(4)}");
        await Club.WithContextAsync(context =>
            context
                .Wallets.Where(wallet => wallet.WalletId == Wallet)
                .ExecuteUpdateAsync(wallet =>
                    wallet
                        .SetProperty(w => w.Sequence, 3)
                        .SetProperty(w => w.Balance, 600)
                        .SetProperty(w => w.Hash, third.Hash)
                )
        );
        await TamperAsync($"UPDATE lots SET points = 600 WHERE wallet_id = {Id}");

        // Only its event still knows of it.
        await FoundAsync(promise: 5, entry: 4);
    }

    [Fact]
    public async Task An_entry_inserted()
    {
        await TamperAsync(
            "INSERT INTO entries SELECT wallet_id, 5, kind, points, balance_after, arrears_after, counter_account, occurred_at, "
                + $"recorded_at, event_key, reverses_sequence, lot_moves, explanation, hash FROM entries WHERE {Of(4)}",
            columns: "wallet_id, sequence, kind, points, balance_after, arrears_after, counter_account, occurred_at, "
                + "recorded_at, event_key, reverses_sequence, lot_moves, explanation, hash"
        );
        await FoundAsync(promise: 6, entry: 5);
    }

    [Fact]
    public async Task A_hash_made_to_fit_its_entry()
    {
        var entries = await Club.EntriesAsync(member);
        var changed = entries[1] with { Explanation = "{}" };
        var hash = Convert.ToHexString(EntryHash.Compute(entries[0].Hash, changed));
        await TamperAsync($"UPDATE entries SET explanation = '{{}}', hash = {Bytes(hash)} WHERE {Of(2)}");

        // It fits; what follows no longer does.
        await FoundAsync(promise: 6, entry: 3);
    }

    [Fact]
    public async Task A_hash_of_the_last_entry_made_to_fit()
    {
        var entries = await Club.EntriesAsync(member);
        var changed = entries[3] with { Explanation = "{}" };
        var hash = Convert.ToHexString(EntryHash.Compute(entries[2].Hash, changed));
        await TamperAsync($"UPDATE entries SET explanation = '{{}}', hash = {Bytes(hash)} WHERE {Of(4)}");
        await FoundAsync(promise: 6, entry: 4);
    }

    [Fact]
    public async Task Points_and_hash_of_an_entry_made_to_fit_do_not_give_the_balance_after_it()
    {
        var entries = await Club.EntriesAsync(member);
        var changed = entries[1] with { Points = 2000 };
        var hash = Convert.ToHexString(EntryHash.Compute(entries[0].Hash, changed));
        await TamperAsync($"UPDATE entries SET points = 2000, hash = {Bytes(hash)} WHERE {Of(2)}");
        await FoundAsync(promise: 3, entry: 2);
    }

    [Fact]
    public async Task Balance()
    {
        await TamperAsync($"UPDATE wallets SET balance = balance + 1000 WHERE wallet_id = {Id}");
        await FoundAsync(promise: 3, entry: null);
    }

    [Fact]
    public async Task Arrears()
    {
        await TamperAsync($"UPDATE wallets SET arrears = 7 WHERE wallet_id = {Id}");
        await FoundAsync(promise: 3, entry: null);
    }

    [Fact]
    public async Task A_lot_changed()
    {
        await TamperAsync($"UPDATE lots SET points = points + 1 WHERE wallet_id = {Id}");
        await FoundAsync(promise: 4, entry: null);
    }

    [Fact]
    public async Task A_lot_deleted()
    {
        await TamperAsync($"DELETE FROM lots WHERE wallet_id = {Id}");
        await FoundAsync(promise: 4, entry: null);
    }

    [Fact]
    public async Task A_wallet_deleted()
    {
        await TamperAsync($"DELETE FROM wallets WHERE wallet_id = {Id}");
        await FoundAsync(promise: 3, entry: 1);
    }

    [Fact]
    public async Task Wallet_entries_and_lots_deleted_together()
    {
        await TamperAsync($"DELETE FROM wallets WHERE wallet_id = {Id}");
        await TamperAsync($"DELETE FROM entries WHERE wallet_id = {Id}");
        await TamperAsync($"DELETE FROM lots WHERE wallet_id = {Id}");

        var faults = (await Club.VerifyAsync()).Faults;

        faults.ShouldAllBe(fault => fault.Promise == 5);
        faults.Select(fault => fault.Entry).Distinct().Order().ShouldBe([Entry(1), Entry(2), Entry(3), Entry(4)]);
    }

    [Fact]
    public async Task The_answer_that_an_event_got()
    {
        var postings = new Postings([new Posting(Wallet.Value, 2, "POINTS", 2000)], Explanation: null).ToJson();
        await ChangeEventAsync(grants[1], record => record.Postings = postings);
        await FoundAsync(promise: 5, entry: 2);
    }

    [Fact]
    public async Task The_answer_that_an_event_got_made_unreadable()
    {
        await ChangeEventAsync(grants[1], record => record.Postings = "{");
        await FoundAsync(promise: 5, entry: 2);
    }

    [Fact]
    public async Task An_event_taken_back_to_quarantine_so_that_it_could_be_posted_again()
    {
        await ChangeEventAsync(grants[2], record => record.Status = PartnerEventStatus.Quarantined);
        await FoundAsync(promise: 5, entry: 3);
    }

    [Fact]
    public async Task An_event_deleted()
    {
        await Club.WithContextAsync(context =>
            context.PartnerEvents.Where(record => record.EventId == grants[0].Id).ExecuteDeleteAsync()
        );
        await FoundAsync(promise: 5, entry: 1);
    }

    private string Id => Uuid(Wallet.Value);

    private string Of(int sequence) => $"wallet_id = {Id} AND sequence = {sequence}";

    private string Entry(int sequence) => new EntryId(Wallet, sequence).ToString();

    private string Uuid(Guid value) =>
        Provider == DatabaseProvider.Sqlite ? $"'{value.ToString().ToUpperInvariant()}'" : $"'{value}'";

    private string Bytes(string hex) =>
        Provider switch
        {
            DatabaseProvider.Sqlite => $"x'{hex}'",
            DatabaseProvider.PostgreSql => $"'\\x{hex}'::bytea",
            _ => $"0x{hex}",
        };

    /// <summary>Runs the statement as a stranger at the database would.</summary>
    private async Task TamperAsync(string sql, string? columns = null)
    {
        var text = columns is null
            ? sql
            : sql.Replace("INTO entries", $"INTO entries ({columns})", StringComparison.Ordinal);
        // Braces are format items to EF.
        text = text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        var rows = await Club.WithContextAsync(context => context.Database.ExecuteSqlRawAsync(text));
        rows.ShouldBeGreaterThan(0);
    }

    private Task<int> ChangeEventAsync(PartnerEvent partnerEvent, Action<PartnerEventRecord> change) =>
        Club.WithContextAsync(async context =>
        {
            change(await context.PartnerEvents.SingleAsync(record => record.EventId == partnerEvent.Id));
            return await context.SaveChangesAsync();
        });

    private async Task FoundAsync(int promise, int? entry)
    {
        var report = await Club.VerifyAsync();

        report.IsClean.ShouldBeFalse();
        var first = report.Faults[0];
        first.Promise.ShouldBe(promise, first.Problem);
        first.Wallet.ShouldBe(Wallet.ToString());
        first.Entry.ShouldBe(entry is { } sequence ? Entry(sequence) : null, first.Problem);
    }

    public sealed class OnSqlite() : TamperTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : TamperTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : TamperTests(DatabaseProvider.SqlServer);
}
