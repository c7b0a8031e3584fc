using System.Net;
using System.Text.Json.Nodes;
using Loyalty.Domain.Care;
using Loyalty.Domain.Members;
using Loyalty.Testing;
using Loyalty.Tests.Members;
using static Loyalty.Tests.Care.CareContactActions;

namespace Loyalty.Tests.Care;

/// <summary>Calls that stand on the list, and agents who take them.</summary>
public abstract class CareCallClubTests(DatabaseProvider provider) : CareContactClubTests(provider)
{
    protected const string Calls = $"{Admin}/care-calls";

    private protected Task<CareRule> CallRuleAsync(
        CareGoal goal = CareGoal.Answered,
        int priority = 0,
        Func<CareRuleDefinition, CareRuleDefinition>? change = null
    ) =>
        Club.GivenCareRuleAsync(definition =>
            (change ?? (one => one))(
                AfterService(definition) with
                {
                    Channels = [ConsentChannel.Phone],
                    Goal = goal,
                    Priority = priority,
                }
            )
        );

    /// <summary>A call that stands on the list a second later than the one before.</summary>
    private protected async Task<CareEvent> CallAsync(CareRule rule, MemberId? member = null)
    {
        var call = await Club.GivenContactAsync(rule, member ?? await Club.GivenReachableAsync(), ConsentChannel.Phone);
        Clock.Now = Clock.Now.AddSeconds(1);
        return call;
    }

    /// <summary>Takes the call, and says what came of it.</summary>
    private protected static async Task ReportedAsync(HttpClient agent, CareEvent call, string body)
    {
        using var taken = await agent.PostAsync($"{Calls}/{call.Id}/take", content: null);
        await taken.ReadAsync(HttpStatusCode.OK);
        await ReportAsync(agent, call, body);
    }

    private protected static async Task<JsonNode?> NextAsync(HttpClient agent)
    {
        using var answer = await agent.PostAsync($"{Calls}/next", content: null);
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await answer.ReadAsync(HttpStatusCode.OK);
    }

    private protected static async Task<JsonNode> ReportAsync(HttpClient agent, CareEvent call, string body)
    {
        using var answer = await agent.PostJsonAsync($"{Calls}/{call.Id}/outcome", body);
        return await answer.ReadAsync(HttpStatusCode.OK);
    }

    private protected static async Task RefusedAsync(
        HttpClient agent,
        CareEvent call,
        string what,
        string body,
        string code,
        HttpStatusCode status = HttpStatusCode.Conflict
    )
    {
        using var answer = await agent.PostJsonAsync($"{Calls}/{call.Id}/{what}", body);
        await answer.ShouldBeRefusedAsync(status, code);
    }
}
