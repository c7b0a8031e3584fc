using System.Text;
using System.Text.Json;
using Loyalty.Api.Import;
using Loyalty.Api.Seeding;
using Loyalty.Domain.Partners;
using Loyalty.Testing;
using Loyalty.Tests.Partners;
using Shouldly;
using Xunit;

namespace Loyalty.Tests.Points;

/// <summary>The import as a sender, against a server that answers as a test says.</summary>
public sealed class ImportRetryTests
{
    private const string Webhook = "/webhooks/v1/partners/northbank/events";
    private const string Header =
        "transaction_id,account_id,booked_on,direction,operation,amount_czk,balance_czk,purpose";
    private const string Line = "1,7,1993-01-01,debit,cash_withdrawal,250.00,0.00,";
    private const string Results = """{"results":[{"status":"posted","points":[{"currency":"POINTS","points":2}]}]}""";

    [Fact]
    public async Task After_429_503_and_a_cut_connection_the_same_is_sent_again_with_the_same_ids_and_fresh_signatures()
    {
        await using var server = await StartAsync();
        server
            .On("POST", Webhook)
            .Then(ScriptedAnswer.TooManyRequests(TimeSpan.Zero))
            .Then(ScriptedAnswer.WithStatus(503))
            .Then(ScriptedAnswer.Cut)
            .Always(Receipt(DemoClub.BankSecret));
        using var file = BankFile.Of(Header, Line);

        var summary = await ImportAsync(server, file);

        (summary.Posted, summary.Points["POINTS"]).ShouldBe((1, 2));
        var sent = server.Journal.Where(entry => entry.Target == Webhook).ToArray();
        sent.Length.ShouldBe(4);
        sent.Select(entry => entry.Headers["webhook-id"]).Distinct().ShouldHaveSingleItem();
        sent.Select(entry => entry.Text).Distinct().ShouldHaveSingleItem();
        foreach (var entry in sent)
        {
            WebhookSignature.TryParseSecret(DemoClub.BankSecret, out var key).ShouldBeTrue();
            var head = $"{entry.Headers["webhook-id"]}.{entry.Headers["webhook-timestamp"]}.";
            byte[] signed = [.. Encoding.UTF8.GetBytes(head), .. entry.Body.Span];
            WebhookSignature.Verify(key, signed, entry.Headers["webhook-signature"]).ShouldBeTrue();
        }

        using var body = JsonDocument.Parse(sent[0].Text);
        body.RootElement[0].GetProperty("id").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task A_token_endpoint_that_is_not_ready_is_asked_again()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.On("POST", "/connect/token").Then(ScriptedAnswer.Cut).Then(ScriptedAnswer.WithStatus(503)).Always(Token);
        server.On("GET", "/api/admin/v1/partners/northbank").Always(Partner);
        server.On("POST", Webhook).Always(Receipt(DemoClub.BankSecret));
        using var file = BankFile.Of(Header, Line);

        (await ImportAsync(server, file)).Posted.ShouldBe(1);
    }

    [Fact]
    public async Task A_receipt_that_somebody_else_signed_is_not_believed()
    {
        await using var server = await StartAsync();
        server.On("POST", Webhook).Always(Receipt(DemoClub.TelecomSecret));
        using var file = BankFile.Of(Header, Line);

        var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(server, file));

        failure.Message.ShouldContain("not signed");
    }

    [Theory]
    [InlineData("2,7,1993-13-01,debit,cash_withdrawal,250.00,0.00,")]
    [InlineData("2,7,1993-01-01,debit,cash_withdrawal,much,0.00,")]
    [InlineData("2,7,1993-01-01")]
    public async Task A_line_that_is_no_transaction_is_named_before_anything_is_sent(string broken)
    {
        await using var server = await StartAsync();
        using var file = BankFile.Of(Header, Line, broken, Line);

        var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(server, file));

        failure.Message.ShouldContain("line 3");
        server.Journal.ShouldNotContain(entry => entry.Target == Webhook);
    }

    [Theory]
    [InlineData("one,two,three")]
    [InlineData("")]
    public async Task A_file_without_the_columns_is_refused(string header)
    {
        await using var server = await StartAsync();
        using var file = BankFile.Of(header, Line);

        var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(server, file));

        failure.Message.ShouldContain("line ");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_not_gzipped_is_refused_in_words()
    {
        await using var server = await StartAsync();
        using var file = BankFile.Of(Header, Line);
        var zipped = file.Path + ".gz";
        File.Copy(file.Path, zipped);
        try
        {
            (await Should.ThrowAsync<ImportException>(() => ImportAsync(server, zipped))).Message.ShouldContain(zipped);
            (
                await Should.ThrowAsync<ImportException>(() => ImportAsync(server, file.Path + ".none"))
            ).Message.ShouldContain("cannot be opened");
        }
        finally
        {
            File.Delete(zipped);
        }
    }

    private static ScriptedAnswer Token { get; } = ScriptedAnswer.Json("""{"access_token":"t","expires_in":600}""");

    private static ScriptedAnswer Partner { get; } =
        ScriptedAnswer.Json(
            """
            {"id":"prt_00000000000000000000000001","slug":"northbank","name":"North Bank","status":"active",
             "contract":{"eventTypes":["loyalty.transaction.posted"],"moneyCurrencies":["CZK"]},
             "createdAt":"2026-01-01T00:00:00Z"}
            """
        );

    private static async Task<ScriptedServer> StartAsync()
    {
        var server = await ScriptedServer.StartAsync();
        server.On("POST", "/connect/token").Always(Token);
        server.On("GET", "/api/admin/v1/partners/northbank").Always(Partner);
        return server;
    }

    private static ScriptedAnswer Receipt(string secret) =>
        ScriptedAnswer.Json(Results) with
        {
            Headers = new Dictionary<string, string>
            {
                ["webhook-id"] = "rcp_1",
                ["webhook-timestamp"] = "1700000000",
                ["webhook-signature"] = TestPartner.Signature(
                    secret,
                    "rcp_1",
                    "1700000000",
                    Encoding.UTF8.GetBytes(Results)
                ),
            },
        };

    private static Task<ImportSummary> ImportAsync(ScriptedServer server, BankFile file) =>
        ImportAsync(server, file.Path);

    private static Task<ImportSummary> ImportAsync(ScriptedServer server, string path) =>
        new ImportBankTransactions(TimeProvider.System).ExecuteAsync(
            new ImportRequest(path, DemoClub.Bank, server.Address, DemoClub.BankSecret, false, "client", "secret"),
            (_, _, _) => { },
            CancellationToken.None
        );
}
