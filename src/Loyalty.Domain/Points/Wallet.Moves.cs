namespace Loyalty.Domain.Points;

public sealed partial class Wallet
{
    /// <summary>How an entry in the making changes the lots, one move a lot.</summary>
    private sealed class Moves(Wallet wallet)
    {
        private readonly SortedList<LotKey, long> moves = [];

        public bool IsEmpty => moves.Count == 0;

        /// <exception cref="OverflowException">the lot would leave 64 bits.</exception>
        public void Add(LotKey lot, long points)
        {
            if (points == 0)
            {
                return;
            }

            var move = moves.GetValueOrDefault(lot) + points;
            _ = checked(wallet.lots.GetValueOrDefault(lot).Points + move);
            if (move == 0)
            {
                moves.Remove(lot);
            }
            else
            {
                moves[lot] = move;
            }
        }

        /// <summary>Moves the free points of lots that end too early into lots that end later. Held ones stay: a hold outlives
        /// its lots anyway.</summary>
        public void Extend(ExpiryExtension extension)
        {
            foreach (var lot in wallet.lots.Keys.Concat(moves.Keys).Distinct().ToArray())
            {
                var free = wallet.lots.GetValueOrDefault(lot).Free + moves.GetValueOrDefault(lot);
                if (free > 0 && !lot.IsLapsedOn(extension.Today) && lot.ExpiresOn < extension.Until)
                {
                    Add(lot, -free);
                    Add(lot with { ExpiresOn = extension.Until }, free);
                }
            }
        }

        public IReadOnlyList<LotMove> InOrder() => [.. moves.Select(move => new LotMove(move.Key, move.Value))];

        public void Apply()
        {
            foreach (var (lot, points) in moves)
            {
                var before = wallet.lots.GetValueOrDefault(lot);
                wallet.Set(lot, before with { Points = before.Points + points });
            }
        }
    }
}
