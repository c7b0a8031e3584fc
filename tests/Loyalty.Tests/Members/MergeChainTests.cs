using System.Net;
using System.Net.Http.Json;
using Loyalty.Domain;
using Loyalty.Domain.Members;
using Loyalty.Domain.Rewards;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Loyalty.Tests.Points;
using Loyalty.Tests.Rewards;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

/// <summary>A member became part of another, and that one of a third.</summary>
public abstract class MergeChainTests(DatabaseProvider provider) : ClubTests(provider)
{
    [Fact]
    public async Task Erasing_the_last_erases_all_who_became_part_of_it()
    {
        using var staff = Club.Staff();
        var name = Word();
        var person = Person();
        person["member"]!["name"]!["display"] = name;
        var first = await Club.EnrolMemberAsync(person);
        var (second, third) = (await Club.EnrolMemberAsync(), await Club.EnrolMemberAsync());
        await MergeAsync(staff, IdOf(first), IdOf(second), IdOf(third));
        (await staff.PostAsJsonAsync($"{third.Url}/close", new { reason = "as asked" })).EnsureSuccessStatusCode();

        (await staff.PostAsync($"{third.Url}/erasure", null)).EnsureSuccessStatusCode();

        foreach (var one in (Enrolled[])[first, second, third])
        {
            (await staff.GetJsonAsync(one.Url))["erasedAt"].ShouldNotBeNull();
        }

        (await Club.DumpAsync()).Find([name]).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_comes_back_to_the_first_is_with_the_last_in_the_end()
    {
        using var staff = Club.Staff();
        var first = await Club.GivenMemberWithPointsAsync(50);
        var (second, third) = (await Club.GivenMemberAsync(), await Club.GivenMemberAsync());
        var spent = await staff.RedeemAsync(first, 20).IdAsync();
        await MergeAsync(staff, first, second, third);
        (await Club.CountAsync(third)).Balance.ShouldBe(30);
        await Club.WithContextAsync(context =>
            context
                .Members.Where(row => row.Id == second)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.SettleAfter, (DateTimeOffset?)null))
        );

        (await staff.GiveBackAsync(spent)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Club.SettleAsync(first);
        await Club.SettleAsync(second);

        (await Club.CountAsync(third)).Balance.ShouldBe(50);
        (await Club.WalletAsync(second)).Balance.ShouldBe(0);
        (await Club.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_sees_what_the_first_redeemed()
    {
        using var staff = Club.Staff();
        var first = await Club.GivenMemberWithPointsAsync(100);
        var second = await Club.GivenMemberAsync();
        var app = await Club.GivenSignedInMemberAsync();
        var reward = await Club.GivenRewardAsync(FulfilmentMethod.Immediate);
        var id = await staff.RedeemRewardAsync(first, reward).IdAsync();

        await MergeAsync(staff, first, second, app.Member);

        var me = (await app.AskAsync("{ me { redemptions(first: 5) { nodes { id } } } }"))["me"]!;
        var found = me["redemptions"]!["nodes"]!.AsArray().ShouldHaveSingleItem()!;
        RedemptionActions.Local(found["id"]!.ToString()).ShouldBe(id);
    }

    private static async Task MergeAsync(HttpClient staff, MemberId first, MemberId second, MemberId third)
    {
        await staff.MergeAsync(second, first);
        await staff.MergeAsync(third, second);
    }

    private static MemberId IdOf(Enrolled member) =>
        Identifier.TryParse<MemberId>(member.Id, out var id) ? id : throw new FormatException(member.Id);

    public sealed class OnSqlite() : MergeChainTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MergeChainTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MergeChainTests(DatabaseProvider.SqlServer);
}
