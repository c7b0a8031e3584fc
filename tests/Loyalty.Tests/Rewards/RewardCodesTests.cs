using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Loyalty.Application.Rewards;
using Loyalty.Domain;
using Loyalty.Domain.Rewards;
using Loyalty.Storage.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Rewards.RewardsActions;

namespace Loyalty.Tests.Rewards;

/// <summary>Voucher codes come in once, and lie encrypted.</summary>
public abstract class RewardCodesTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task A_file_is_taken_with_duplicates_and_what_is_no_code_named_by_line()
    {
        var reward = await Club.CreateRewardAsync(Voucher());
        await Club.ImportCodesAsync(reward, "ALREADY-THERE");
        var file =
            "Code\r\nFIRST-ONE\r\n\r\n \"QUOTED 2\" \r\nFIRST-ONE\r\nALREADY-THERE\r\ntwo,columns\r\nčeský\r\n"
            + new string('x', 201)
            + "\r\nabc\r\nabc\r\n"
            + new string('y', 200);

        using var sent = await Club.SendCodesAsync(reward, file, "text/csv");
        var answer = await sent.ReadAsync(HttpStatusCode.OK);

        ((int)answer["lines"]!, (int)answer["imported"]!).ShouldBe((10, 4));
        answer["isComplete"]!.GetValue<bool>().ShouldBeTrue();
        answer["duplicates"]!["count"]!.GetValue<int>().ShouldBe(3);
        answer["duplicates"]!["lines"]!
            .AsArray()
            .Select(line => ((int)line!["line"]!, line["code"]!.ToString(), (int?)line["firstLine"]))
            .ShouldBe([(5, "FI…", 2), (6, "AL…", null), (11, "…", 10)]);
        answer["invalid"]!["lines"]!.AsArray().Select(line => (int)line!).ShouldBe([7, 8, 9]);
        answer.ToJsonString().ShouldNotContain("FIRST-ONE");
        using var staff = Club.Staff("auditor");
        var stock = await staff.GetJsonAsync($"{reward.Path}/stock");
        ((int)stock["codes"]!["free"]!, (int)stock["codes"]!["taken"]!).ShouldBe((5, 0));
    }

    [Fact]
    public async Task Codes_lie_encrypted_and_are_read_with_their_own_row_alone()
    {
        var (one, other) = (await Club.CreateRewardAsync(Voucher()), await Club.CreateRewardAsync(Voucher()));
        var code = MembersActions.Word();
        await Club.ImportCodesAsync(one, code);
        await Club.ImportCodesAsync(other, code);
        var rows = await Club.WithContextAsync(context =>
            context
                .RewardCodes.AsNoTracking()
                .Where(row => row.RewardId == one.Id || row.RewardId == other.Id)
                .ToListAsync()
        );
        var protector = Club.Services.GetRequiredService<RewardCodeProtector>();

        rows.Count.ShouldBe(2);
        rows.ShouldAllBe(row => protector.Unprotect(row) == code);
        rows.ShouldAllBe(row => !Encoding.UTF8.GetString(row.EncryptedCode).Contains(code));
        // The same code of two rewards is not known by its fingerprint.
        rows[0].Fingerprint.ShouldNotBe(rows[1].Fingerprint);
        var moved = new RewardCode
        {
            Id = rows[0].Id,
            RewardId = rows[0].RewardId,
            EncryptedCode = rows[1].EncryptedCode,
            Fingerprint = rows[0].Fingerprint,
            ImportedAt = rows[0].ImportedAt,
        };
        Should.Throw<CryptographicException>(() => protector.Unprotect(moved));
    }

    [Fact]
    public async Task Codes_are_given_out_in_the_order_of_the_file()
    {
        var reward = await Club.CreateRewardAsync(Voucher());
        var codes = Enumerable.Range(0, 40).Select(i => $"ORDER-{i:0000}").ToArray();
        await Club.ImportCodesAsync(reward, codes);
        var redemption = RedemptionId.From(Guid.CreateVersion7());

        await Club.WithContextAsync(context =>
            context.TakeCodesAsync(reward.Id, redemption, 10, CancellationToken.None)
        );

        var taken = await Club.WithContextAsync(context =>
            context.RewardCodes.AsNoTracking().Where(row => row.RedemptionId == redemption).ToListAsync()
        );
        var protector = Club.Services.GetRequiredService<RewardCodeProtector>();
        taken.Select(protector.Unprotect).Order(StringComparer.Ordinal).ShouldBe(codes.Take(10));
    }

    /// <summary>PostgreSQL may look for what is free once for each row that it looks at, and then finds another one each time.</summary>
    [Fact]
    public async Task Pain18_No_more_codes_are_taken_than_were_asked_for_whatever_the_plan()
    {
        var reward = await Club.CreateRewardAsync(Voucher());
        await Club.ImportCodesAsync(reward, "A1");
        var now = TimeProvider.System.Instant();
        await Club.WithContextAsync(context =>
        {
            // Not imported, which would have PostgreSQL count again: it goes by one row.
            context.RewardCodes.AddRange(
                Enumerable
                    .Range(0, 3)
                    .Select(i => new RewardCode
                    {
                        Id = Identifier.New<RewardCodeId>(now),
                        RewardId = reward.Id,
                        EncryptedCode = new byte[150],
                        Fingerprint = SHA256.HashData(BitConverter.GetBytes(i)),
                        ImportedAt = now,
                    })
            );
            return context.SaveChangesAsync();
        });
        var redemption = RedemptionId.From(Guid.CreateVersion7());

        var taken = await Club.WithContextAsync(context =>
            context.TakeCodesAsync(reward.Id, redemption, 1, CancellationToken.None)
        );

        taken.ShouldBe(1);
        (
            await Club.WithContextAsync(context =>
                context.RewardCodes.CountAsync(row => row.RedemptionId == redemption)
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_file_sent_by_several_at_once_is_taken_once()
    {
        var reward = await Club.CreateRewardAsync(Voucher());
        var codes = Enumerable.Range(0, 1_200).Select(i => $"CODE-{i:0000}").ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Club.ImportCodesAsync(reward, codes)));

        answers.Sum(answer => (int)answer["imported"]!).ShouldBe(codes.Length);
        answers.Sum(answer => (int)answer["duplicates"]!["count"]!).ShouldBe(2 * codes.Length);
        answers.Max(answer => answer["duplicates"]!["lines"]!.AsArray().Count).ShouldBeLessThanOrEqualTo(1_000);
        var count = await Club.WithContextAsync(context =>
            context.RewardCodes.CountAsync(row => row.RewardId == reward.Id)
        );
        count.ShouldBe(codes.Length);
    }

    [Fact]
    public async Task The_command_line_imports_a_file_into_the_same_database()
    {
        var reward = await Club.CreateRewardAsync(Voucher());
        await Club.ImportCodesAsync(reward, "CODE-0007");
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(path, Enumerable.Range(0, 700).Select(i => $"CODE-{i:0000}"));
            var id = reward.Id.ToString();

            var first = await LoyaltyProcess.RunAsync(
                Club.Database,
                "import",
                "reward-codes",
                path,
                "--reward",
                id,
                "--json"
            );
            var second = await LoyaltyProcess.RunAsync(Club.Database, "import", "reward-codes", path, "--reward", id);
            var none = await LoyaltyProcess.RunAsync(Club.Database, "import", "reward-codes", path, "--reward", "mug");

            first.ExitCode.ShouldBe(0, first.Error);
            first.Json().GetProperty("imported").GetInt32().ShouldBe(699);
            second.ExitCode.ShouldBe(0, second.Error);
            second.Output.ShouldContain("Line 700 (CO…) was there before.");
            second.Output.ShouldNotContain("CODE-");
            (none.ExitCode, none.Error.Trim()).ShouldBe((2, "'mug' is not the id of a reward (rwd_…)."));
            // What another process encrypted is read here.
            var rows = await Club.WithContextAsync(context =>
                context.RewardCodes.AsNoTracking().Where(row => row.RewardId == reward.Id).ToListAsync()
            );
            var protector = Club.Services.GetRequiredService<RewardCodeProtector>();
            rows.Select(protector.Unprotect).Order().ShouldBe(Enumerable.Range(0, 700).Select(i => $"CODE-{i:0000}"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_form_as_swagger_sends_it_is_taken()
    {
        var reward = await Club.CreateRewardAsync(Voucher());
        using var staff = Club.Staff("manager");
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes("ONE-1\nTWO-2"));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("x"), "note" },
            { file, "file", "codes.csv" },
        };

        using var answer = await staff.PostAsync($"{reward.Path}/codes", form);

        ((int)(await answer.ReadAsync(HttpStatusCode.OK))["imported"]!).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_no_file_or_no_reward_with_codes_is_refused()
    {
        var (voucher, mug) = (await Club.CreateRewardAsync(Voucher()), await Club.CreateRewardAsync());
        using var staff = Club.Staff("manager");

        using var goods = await Club.SendCodesAsync(mug, "A-1");
        await goods.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-takes-no-codes");
        using var json = await Club.SendCodesAsync(voucher, "{}", "application/json");
        await json.ShouldBeRefusedAsync(HttpStatusCode.UnsupportedMediaType, "media-type-unsupported");
        using var cut = new StringContent(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nA-1"
        );
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var broken = await staff.PostAsync($"{voucher.Path}/codes", cut);
        await broken.ShouldBeRefusedAsync(HttpStatusCode.BadRequest, "malformed-request");
        var retired = await Club.StepAsync(voucher, "retire");
        using var late = await Club.SendCodesAsync(retired, "A-1");
        await late.ShouldBeRefusedAsync(HttpStatusCode.Conflict, "reward-retired");
        using var unknown = await staff.PostAsync(
            $"{Catalogue}/rwd_00000000000000000000000000/codes",
            new StringContent("A-1")
        );
        await unknown.ShouldBeRefusedAsync(HttpStatusCode.NotFound, "not-found");
    }

    public sealed class OnSqlite() : RewardCodesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : RewardCodesTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : RewardCodesTests(DatabaseProvider.SqlServer);
}
