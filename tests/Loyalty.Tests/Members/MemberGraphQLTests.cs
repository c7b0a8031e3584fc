using System.Net.Http.Json;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

public abstract class MemberGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Me = "{ me { id status } }";

    [Fact]
    public async Task A_member_reads_the_own_record()
    {
        var (email, vin) = (Email(), Vin());
        var app = await Club.GivenSignedInMemberAsync(Person("Novák", "Jana").WithEmail(email).WithVehicle(vin));

        var data = await app.AskAsync(
            """
            { me { id status kind enrolledAt version
                person { name { given family company display } birthDate preferredLanguage
                  address { addressee street postalCode city region country }
                  contactPoints { kind value isPrimary isVerified verifiedAt } }
                cards { number printedNumber status issuedAt qrCode }
                consents { purpose } vehicles { id vin model ownedFrom }
                wallets { id } entries { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }
            """
        );

        var me = data["me"]!;
        me["status"]!.ToString().ShouldBe("ACTIVE");
        me["person"]!["name"]!["display"]!.ToString().ShouldBe("Jana Novák");
        var point = me["person"]!["contactPoints"]!.AsArray().ShouldHaveSingleItem()!;
        (point["kind"]!.ToString(), point["value"]!.ToString()).ShouldBe(("EMAIL", email));
        point["isVerified"]!.GetValue<bool>().ShouldBeTrue();
        me["cards"]![0]!["qrCode"]!.ToString().ShouldStartWith("<svg");
        me["vehicles"]![0]!["vin"]!.ToString().ShouldBe(vin);
        me["entries"]!["nodes"]!.AsArray().ShouldBeEmpty();
        me["entries"]!["pageInfo"]!["hasNextPage"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_blocked_card_has_no_code_to_show()
    {
        var enrolled = await Club.GivenSignedInMemberAsync();
        using var staff = Club.Staff();
        var number = await enrolled.IdAsync("{ me { cards { number } } }", "me", "cards", 0, "number");
        var blocked = await staff.PostAsJsonAsync($"/api/admin/v1/cards/{number}/block", new { reason = "lost" });
        blocked.IsSuccessStatusCode.ShouldBeTrue(await blocked.Content.ReadAsStringAsync());

        var card = (await enrolled.AskAsync("{ me { cards { status qrCode } } }"))["me"]!["cards"]![0]!;

        card["status"]!.ToString().ShouldBe("BLOCKED");
        card["qrCode"].ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_not_signed_in_sees_nothing()
    {
        using var http = Club.Anonymous();

        var answer = await http.GraphQLAsync("{ __typename }");
        answer["data"]!["__typename"]!.ToString().ShouldBe("Query");
        foreach (
            var query in (string[])
                [
                    Me,
                    """{ node(id: "V2FsbGV0OndhbF8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA") { id } }""",
                    """mutation { updateConsents(input: { idempotencyKey: "k", decisions: [] }) { clientMutationId } }""",
                ]
        )
        {
            (await http.GraphQLAsync(query)).ErrorCode().ShouldBe("AUTH_NOT_AUTHENTICATED");
        }
    }

    [Fact]
    public async Task A_member_of_staff_without_the_scope_is_refused()
    {
        using var staff = Club.Staff();

        (await staff.GraphQLAsync(Me)).ErrorCode().ShouldBe("AUTH_NOT_AUTHORIZED");
    }

    [Fact]
    public async Task An_account_that_belongs_to_no_member_is_told_so()
    {
        using var stranger = Club.SignedIn($"stranger-{Word()}");

        (await stranger.GraphQLAsync(Me)).ErrorCode().ShouldBe("MEMBER_NOT_LINKED");
    }

    [Fact]
    public async Task A_member_who_left_is_refused()
    {
        var app = await Club.GivenSignedInMemberAsync();
        using var staff = Club.Staff();
        var closed = await staff.PostAsJsonAsync($"{MembersPath}/{app.Member}/close", new { reason = "asked" });
        closed.IsSuccessStatusCode.ShouldBeTrue(await closed.Content.ReadAsStringAsync());

        (await app.Http.GraphQLAsync(Me)).ErrorCode().ShouldBe("MEMBER_CLOSED");
    }

    public sealed class OnSqlite() : MemberGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : MemberGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : MemberGraphQLTests(DatabaseProvider.SqlServer);
}
