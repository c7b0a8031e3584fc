using System.Text.Json;
using System.Text.Json.Nodes;
using Loyalty.Tests.Members;
using Shouldly;

namespace Loyalty.Tests.Households;

/// <summary>What a member does with the household in the app.</summary>
internal static class HouseholdApp
{
    /// <summary>What is asked of a change.</summary>
    public const string Changed =
        "household { name members { id name role sharePercent maySpend } invitations { id } }";

    /// <summary>What a member sees of it.</summary>
    public const string Mine =
        "{ me { id cards { number } householdInvitations { id household invitedBy } "
        + "household { name members { id name role sharePercent maySpend } invitations { id } "
        + "pool(currency: \"POINTS\") { available own } } } }";

    /// <summary>The household after a change that was made.</summary>
    public static async Task<JsonNode> DoneAsync(MemberApp app, string mutation, object input) =>
        (await DoneOrGoneAsync(app, mutation, input)).ShouldNotBeNull();

    public static async Task<JsonNode?> DoneOrGoneAsync(MemberApp app, string mutation, object input)
    {
        var body = JsonSerializer.SerializeToNode(input)!.AsObject();
        body["idempotencyKey"] = MemberAppActions.NewKey();
        var payload = await app.MutateAsync(mutation, Changed, body);
        payload["errors"]!.AsArray().ShouldBeEmpty(payload.ToJsonString());
        return payload["household"];
    }

    public static async Task<object> MaySpendAsync(MemberApp member, bool maySpend) =>
        new
        {
            idempotencyKey = MemberAppActions.NewKey(),
            member = await IdAsync(member),
            maySpend,
        };

    public static Task<string> IdAsync(MemberApp app) => app.IdAsync("{ me { id } }", "me", "id");

    public static Task<string> CardAsync(MemberApp app) =>
        app.IdAsync("{ me { cards { number } } }", "me", "cards", 0, "number");

    public static IEnumerable<string> Shape(JsonNode household) =>
        household["members"]!
            .AsArray()
            .Select(member =>
                $"{member!["name"]} {member["role"]} {member["sharePercent"]} {(bool)member["maySpend"]!}"
            );

    public static string? Code(JsonNode payload) => (string?)payload["errors"]!.AsArray().Single()!["code"];

    public static string? Field(JsonNode payload) => (string?)payload["errors"]!.AsArray().Single()!["field"];
}
