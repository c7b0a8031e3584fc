using System.Globalization;

namespace Loyalty.Benchmarks.Ledger;

/// <summary>What is asked of the benchmark.</summary>
/// <param name="Parts">Named on the command line; empty for all.</param>
/// <param name="IsOwnOnly">Without the yardsticks: to see what a change does.</param>
/// <param name="PgLedger">Path of pgledger's SQL; null leaves it out.</param>
internal sealed record LedgerPlan(
    IReadOnlyList<string> Parts,
    bool IsSmall,
    bool IsOwnOnly,
    string? PgLedger,
    int Rounds,
    TimeSpan Duration
)
{
    public const int EntriesPerWallet = 3;

    /// <summary>Above it <c>verify-ledger</c> would take longer than the benchmark.</summary>
    public const int WalletsVerifiedMax = 1_000_000;

    private static readonly string[] Known = ["contest", "growth", "sqlite"];

    /// <summary>Before the first round, for the runtime to compile what is hot.</summary>
    public TimeSpan Warmup => IsSmall ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(15);

    public int Wallets => IsSmall ? 20_000 : 1_000_000;

    public int WalletsFew => IsSmall ? 2_000 : 10_000;

    public int WalletsSqlite => IsSmall ? 5_000 : 100_000;

    public int EntriesPerWalletMany => IsSmall ? 20 : 50;

    public long EntriesMany => (long)Wallets * EntriesPerWalletMany;

    public bool Has(string part) => Parts.Count == 0 || Parts.Contains(part, StringComparer.Ordinal);

    /// <exception cref="ArgumentException">a word is not known.</exception>
    public static LedgerPlan Read(IReadOnlyList<string> arguments)
    {
        var parts = new List<string>();
        var plan = new LedgerPlan(
            parts,
            IsSmall: false,
            IsOwnOnly: false,
            PgLedger: null,
            Rounds: 5,
            TimeSpan.FromSeconds(5)
        );
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            switch (argument)
            {
                case "--small":
                    plan = plan with { IsSmall = true, Rounds = 3, Duration = TimeSpan.FromSeconds(2) };
                    break;
                case "--own-only":
                    plan = plan with { IsOwnOnly = true };
                    break;
                case "--pgledger" when rest.Count > 0:
                    plan = plan with { PgLedger = rest.Dequeue() };
                    break;
                case "--rounds" when rest.Count > 0:
                    plan = plan with { Rounds = int.Parse(rest.Dequeue(), CultureInfo.InvariantCulture) };
                    break;
                case "--seconds" when rest.Count > 0:
                    plan = plan with
                    {
                        Duration = TimeSpan.FromSeconds(int.Parse(rest.Dequeue(), CultureInfo.InvariantCulture)),
                    };
                    break;
                case var part when Known.Contains(part, StringComparer.Ordinal):
                    parts.Add(part);
                    break;
                default:
                    throw new ArgumentException(
                        $"{argument} is not known. Parts: {string.Join(", ", Known)}. Options: --small, --own-only, --pgledger PATH, --rounds N, --seconds N.",
                        nameof(arguments)
                    );
            }
        }
        return plan;
    }
}
