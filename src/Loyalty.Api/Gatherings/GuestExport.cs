using System.Globalization;
using CsvHelper;
using Loyalty.Application.Gatherings;
using Loyalty.Domain.Gatherings;

namespace Loyalty.Api.Gatherings;

/// <summary>Who is expected at a gathering, written out as it is read. The columns are those of docs/gatherings.md.</summary>
internal static class GuestExport
{
    /// <summary>Names come from members: what a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    private static CsvWriterOptions Options { get; } =
        CsvWriterOptions.Default with
        {
            Injection = CsvInjection.Escape,
        };

    public static async Task WriteAsync(
        Stream output,
        IAsyncEnumerable<ExpectedGuest> guests,
        CancellationToken cancellationToken
    )
    {
        await using var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        string[] header = ["signUpId", "memberId", "name", "status", "guests", "signedUpAt", "attended"];
        await csv.WriteRecordAsync(header, cancellationToken);
        await foreach (var (signUp, name) in guests.WithCancellation(cancellationToken))
        {
            csv.WriteField(signUp.Id.ToString());
            csv.WriteField(signUp.MemberId.ToString());
            csv.WriteField(name);
            csv.WriteField(signUp.Status == SignUpStatus.Promoted ? "promoted" : "confirmed");
            csv.WriteField(signUp.Guests.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(signUp.SignedUpAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            csv.WriteField(
                signUp.Attended switch
                {
                    true => "true",
                    false => "false",
                    _ => "",
                }
            );
            await csv.EndRecordAsync(cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }
}
