using System.Text.Json.Nodes;
using Loyalty.Testing;
using Loyalty.Tests.Host;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Members.MemberAppActions;
using static Loyalty.Tests.Members.MembersActions;

namespace Loyalty.Tests.Members;

/// <summary>The address that a member is written to, as the member gives it.</summary>
public abstract class EmailMutationGraphQLTests(DatabaseProvider provider) : ClubTests(provider)
{
    private const string Addresses = "member { person { contactPoints { value isPrimary isVerified } } }";

    [Fact]
    public async Task A_member_corrects_the_address_that_mail_came_back_from()
    {
        var (slip, right, other) = (Email(), Email(), Email());
        var app = await Club.GivenSignedInMemberAsync(Person().WithEmail(slip, verified: false));
        var stranger = await Club.GivenSignedInMemberAsync(Person().WithEmail(other, verified: true));
        object To(string email) => new { idempotencyKey = NewKey(), email };

        var corrected = await app.MutateAsync("updateEmail", Addresses, To(right));

        Errors(corrected).ShouldBeEmpty();
        Points(corrected).ShouldBe([(right, true, false)]);
        var wrong = await app.MutateAsync("updateEmail", Addresses, To("nobody"));
        Errors(wrong).ShouldBe(["InvalidField INVALID_FIELD"]);
        wrong["errors"]![0]!["field"]!.ToString().ShouldBe("email");
        var taken = await app.MutateAsync("updateEmail", Addresses, To(other));
        Errors(taken).ShouldBe(["EmailTaken EMAIL_TAKEN"]);
        taken.ToJsonString().ShouldNotContain(stranger.Member.ToString());
        Points(await app.MutateAsync("updateEmail", Addresses, To(right))).ShouldBe([(right, true, false)]);
        // What was verified stays beside the new one, and comes back as it was.
        Points(await stranger.MutateAsync("updateEmail", Addresses, To(slip)))
            .ShouldBe([(other, false, true), (slip, true, false)]);
        Points(await stranger.MutateAsync("updateEmail", Addresses, To(other))).ShouldBe([(other, true, true)]);
        (await app.AskAsync("{ me { person { contactPoints { value } } } }"))["me"]!["person"]!["contactPoints"]!
            .AsArray()
            .Select(point => point!["value"]!.ToString())
            .ShouldBe([right]);

        static List<(string, bool, bool)> Points(JsonNode payload) =>
            [
                .. payload["member"]!["person"]!["contactPoints"]!
                    .AsArray()
                    .Select(point =>
                        (point!["value"]!.ToString(), (bool)point["isPrimary"]!, (bool)point["isVerified"]!)
                    ),
            ];
    }

    private static IEnumerable<string> Errors(JsonNode payload) =>
        payload["errors"]!.AsArray().Select(error => $"{error!["__typename"]} {error["code"]}");

    public sealed class OnSqlite() : EmailMutationGraphQLTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgreSql() : EmailMutationGraphQLTests(DatabaseProvider.PostgreSql);

    public sealed class OnSqlServer() : EmailMutationGraphQLTests(DatabaseProvider.SqlServer);
}
