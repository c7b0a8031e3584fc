namespace Loyalty.Domain.Care;

/// <summary>Letters that go to print together. What stands in them is put together whenever the file is fetched, so that nothing
/// personal is kept here.</summary>
public sealed class CareLetterFile
{
    /// <summary>Contacts that one file takes up; the others wait for the next.</summary>
    public const int LettersMax = 2_000;

    public required CareLetterFileId Id { get; init; }

    /// <summary>From 1 on, without a gap.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The subject of the member of staff.</summary>
    public required string CreatedBy { get; init; }

    public required int Letters { get; init; }

    /// <summary>Contacts that were skipped while the file was made: no consent any more, no address, an account that may not be
    /// written to.</summary>
    public required int LeftOut { get; init; }
}
