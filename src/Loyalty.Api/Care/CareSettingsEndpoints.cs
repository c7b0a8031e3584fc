using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Application.Care;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Loyalty.Api.Care;

/// <summary>What holds over all care rules: the cap, quiet hours, the time to answer complaints.</summary>
public static class CareSettingsEndpoints
{
    public static void MapCareSettings(this RouteGroupBuilder admin)
    {
        var settings = admin.MapGroup("/care-settings").WithTags("Care");
        settings.MapGet("", GetAsync).WithName("getCareSettings").WithSummary("Reads what holds over all care rules");
        settings
            .MapPut("", ChangeAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("changeCareSettings")
            .WithSummary("Changes the cap over all rules, quiet hours and the time to answer complaints")
            .WithDescription("Holds for what is sent from then on. Takes If-Match.")
            .Refuses(400, 412, 422);
    }

    private static async Task<Ok<CareSettingsDocument>> GetAsync(
        ChangeCareSettings settings,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var row = await settings.ReadAsync(cancellationToken);
        http.SetETag(row);
        return TypedResults.Ok(CareSettingsDocument.Of(row));
    }

    private static Task<Results<Ok<CareSettingsDocument>, ProblemHttpResult>> ChangeAsync(
        CareSettingsDocument body,
        ChangeCareSettings change,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        http.WithVersionAsync(
            version => change.ExecuteAsync(body, version, cancellationToken),
            CareSettingsDocument.Of
        );
}
