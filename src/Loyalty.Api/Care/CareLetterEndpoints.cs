using System.Globalization;
using CsvHelper;
using Loyalty.Api.Authentication;
using Loyalty.Api.Http;
using Loyalty.Api.Members;
using Loyalty.Api.Points;
using Loyalty.Application.Care;
using Loyalty.Domain.Care;
using Loyalty.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Loyalty.Api.Care;

/// <summary>Letters for the printer.</summary>
internal static class CareLetterEndpoints
{
    private const string Path = "/api/admin/v1/care-letters";
    private const string CsvType = "text/csv";

    public static void MapCareLetters(this RouteGroupBuilder admin)
    {
        var letters = admin.MapGroup("/care-letters").WithTags("Care");
        letters
            .MapGet("", ListAsync)
            .WithName("listCareLetters")
            .WithSummary("Lists files of letters, the newest first")
            .Refuses(422);
        var support = letters.MapGroup("").RequireAuthorization(Policies.StaffSupport);
        support
            .MapPost("", PrintAsync)
            .WithName("printCareLetters")
            .WithSummary("Takes the letters that wait into a new file and marks them sent")
            .WithDescription(
                $"At most {CareLetterFile.LettersMax} at a time; call it again for the rest. Whoever may not be written to any more, or has no address, is left out and skipped."
            )
            .Refuses(409, 429);
        support
            .MapGet("/{id}/file", FileAsync)
            .WithName("getCareLetterFile")
            .WithSummary("Reads a file of letters for the printer")
            .WithDescription(
                "Personal data. CSV in UTF-8 (RFC 4180); docs/care-contacts.md has the columns. Texts and addresses are those of now; whoever may not be written to any more has no line."
            )
            .Produces<string>(StatusCodes.Status200OK, CsvType)
            .Refuses(404);
    }

    private static async Task<Results<Ok<Page<CareLetterFileView>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page,
        LoyaltyDbContext context,
        CancellationToken cancellationToken
    )
    {
        if (page.Check(out var position) is { } refusal)
        {
            return refusal.ToProblem();
        }

        var rows = context.CareLetterFiles.AsNoTracking();
        if (position is not null)
        {
            if (!int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                return MemberCursors.Unknown.ToProblem();
            }

            rows = rows.Where(row => row.Number < last);
        }

        var found = await rows.OrderByDescending(row => row.Number).Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(
            page.ToPage(found, CareLetterFileView.Of, row => row.Number.ToString(CultureInfo.InvariantCulture))
        );
    }

    private static async Task<Results<Created<CareLetterFileView>, ProblemHttpResult>> PrintAsync(
        PrintCareLetters print,
        HttpContext http,
        CancellationToken cancellationToken
    ) =>
        (await print.ExecuteAsync(http.User.Subject(), cancellationToken)).ToCreated(
            CareLetterFileView.Of,
            file => $"{Path}/{file.Id}/file"
        );

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FileAsync(
        CareLetterFileId id,
        FindCareLetters find,
        CancellationToken cancellationToken
    )
    {
        var found = await find.ExecuteAsync(id, cancellationToken);
        return found.Match<Results<FileContentHttpResult, ProblemHttpResult>>(
            file =>
                TypedResults.File(
                    CareLetterCsv.Write(file.Letters),
                    "text/csv; charset=utf-8",
                    string.Create(CultureInfo.InvariantCulture, $"letters-{file.File.Number}.csv")
                ),
            refusal => refusal.ToProblem()
        );
    }
}

/// <summary>Letters as lines of a file. The columns are those of docs/care-contacts.md.</summary>
internal static class CareLetterCsv
{
    /// <summary>Lines that a label has at the most: three of the addressee, three of the street, place, region and code, the country.</summary>
    private const int LabelLinesMax = 10;

    /// <summary>Names come from people: what a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    private static CsvWriterOptions Options { get; } =
        CsvWriterOptions.Default with
        {
            Injection = CsvInjection.Escape,
        };

    private static string[] Header { get; } =
    [
        "careEventId",
        .. Enumerable
            .Range(1, LabelLinesMax)
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"label{line}")),
        "language",
        "subject",
        "body",
    ];

    /// <param name="letters">all by post.</param>
    public static byte[] Write(IEnumerable<CareDispatch> letters)
    {
        using var buffer = new MemoryStream();
        using (var csv = CsvWriter.Create(buffer, Options, leaveOpen: true))
        {
            csv.WriteRecord(Header);
            foreach (var letter in letters)
            {
                csv.WriteRecord(Fields(letter));
            }
        }

        return buffer.ToArray();
    }

    private static string[] Fields(CareDispatch letter)
    {
        var label = ((CareRecipient.ByPost)letter.Recipient).Label;
        return
        [
            letter.Contact.Id.ToString(),
            .. Enumerable.Range(0, LabelLinesMax).Select(line => line < label.Count ? label[line] : ""),
            letter.Message.Language,
            letter.Message.Subject,
            letter.Message.Body,
        ];
    }
}

/// <summary>A file of letters.</summary>
/// <param name="Number">from 1 on, without a gap.</param>
/// <param name="LeftOut">skipped while the file was made: no consent any more, no address, an account that may not be written to.</param>
public sealed record CareLetterFileView(
    CareLetterFileId Id,
    int Number,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    int Letters,
    int LeftOut
)
{
    internal static CareLetterFileView Of(CareLetterFile file) =>
        new(file.Id, file.Number, file.CreatedAt, file.CreatedBy, file.Letters, file.LeftOut);
}
