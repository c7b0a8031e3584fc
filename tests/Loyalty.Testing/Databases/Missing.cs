using Xunit.v3;

namespace Loyalty.Testing;

/// <summary>Ends a test as skipped where the machine lacks something; the gate counts and prints the reasons.</summary>
public static class Missing
{
    /// <summary>Skips the running test when <paramref name="reason"/> is given; goes on when it is null.</summary>
    public static void SkipBecauseOf(string? reason)
    {
        if (reason is not null)
            throw new MissingException(DynamicSkipToken.Value + reason);
    }
}

/// <summary>Taken for a skip by xunit, which knows it by the beginning of its message.</summary>
public sealed class MissingException(string message) : Exception(message);
