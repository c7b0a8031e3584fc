namespace Loyalty.Identity.Administration;

/// <summary>A user, client or scope that the host described cannot be kept. Repeats no value that could be secret or personal.</summary>
public sealed class IdentityRefusedException(IReadOnlyList<string> problems) : Exception(string.Join(' ', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
