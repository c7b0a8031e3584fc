using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Application.Rewards;
using Loyalty.Domain.Rewards;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Loyalty.Api.Rewards;

/// <summary>
/// <c>POST /rewards/{reward}/codes</c>: a file of voucher codes, by itself or as the first file of a form, which is how Swagger UI sends
/// one. It is read as it arrives and never kept: codes lie encrypted in the database alone.
/// </summary>
internal static class RewardCodesEndpoint
{
    public const string TextType = "text/plain";
    public const string CsvType = "text/csv";
    public const string FormType = "multipart/form-data";

    /// <summary>As many of the longest codes as one import takes.</summary>
    public const int BodyBytesMax = 48 * 1024 * 1024;

    private const int BoundaryLengthMax = 100;
    private const int SectionsMax = 10;

    public static void MapRewardCodes(this RouteGroupBuilder rewards) =>
        rewards
            .MapPost("/{reward}/codes", ImportAsync)
            .RequireAuthorization(Policies.StaffManage)
            .WithName("importRewardCodes")
            .WithSummary("Imports voucher codes")
            .WithDescription(
                $"A file with one code a line, up to {ImportRewardCodes.LinesMax} lines; a code has 1 to {RewardCode.LengthMax} printable "
                    + "characters of ASCII without comma, semicolon and quotation mark. A code that the reward has already is left out, so "
                    + "that an import which was cut off can be repeated. The answer names duplicates and lines that are no codes by their "
                    + "numbers, and shows no code. The command line does the same with a progress bar: import reward-codes."
            )
            .WithMetadata(new NotRemembered(), new TakesFile(), new RequestSizeLimitAttribute(BodyBytesMax))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<RewardCodeImportView>, ProblemHttpResult>> ImportAsync(
        RewardId reward,
        ImportRewardCodes import,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await FileAsync(http.Request, cancellationToken) is not { } file)
            {
                return TypedResults.Problem(
                    Problems.ToDetails(
                        "media-type-unsupported",
                        StatusCodes.Status415UnsupportedMediaType,
                        $"Send a file as {TextType} or {CsvType}, or in a form as {FormType}."
                    )
                );
            }

            var lines = RewardCodeLines.ReadAsync(file, cancellationToken);
            var imported = await import.ExecuteAsync(reward, lines, progress: null, cancellationToken);
            return imported.Refusal is { } refusal
                ? refusal.ToProblem()
                : TypedResults.Ok(RewardCodeImportView.Of(imported.Value));
        }
        catch (Exception exception)
            when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // A form that ends too early, or is none.
            throw new BadHttpRequestException(
                "The form could not be read.",
                StatusCodes.Status400BadRequest,
                exception
            );
        }
    }

    /// <returns>null when nothing that is sent is a file.</returns>
    private static async Task<Stream?> FileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return null;
        }

        if (
            type.MediaType.Equals(TextType, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals(CsvType, StringComparison.OrdinalIgnoreCase)
        )
        {
            return request.Body;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (
            !type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase)
            || boundary.Length is 0 or > BoundaryLengthMax
        )
        {
            return null;
        }

        var form = new MultipartReader(boundary.ToString(), request.Body);
        for (var i = 0; i < SectionsMax; i++)
        {
            var section = await form.ReadNextSectionAsync(cancellationToken);
            if (section is null || section.GetContentDispositionHeader()?.IsFileDisposition() == true)
            {
                return section?.Body;
            }
        }

        return null;
    }
}

/// <summary>Marks an endpoint whose body is a file.</summary>
internal sealed class TakesFile;
