SELECT wallet_id, member_id, currency, balance, arrears, sequence, hash, opened_at FROM wallets WHERE wallet_id = ANY(@wallets) ORDER BY wallet_id FOR UPDATE;
SELECT wallet_id, expires_on, activates_on, funder, points FROM lots WHERE wallet_id = ANY(@wallets) AND points <> 0;
SELECT wallet_id, cap_id, period_start, points FROM cap_counters
  WHERE wallet_id = ANY(@wallets) AND period_start = ANY(@cap_days);
SELECT e.wallet_id, e.sequence, e.lot_moves, e.counter_account
  FROM unnest(@original_wallets, @original_sequences) AS k(wallet_id, sequence)
  JOIN entries e ON e.wallet_id = k.wallet_id AND e.sequence = k.sequence;
SELECT event_key, partner_id, source, event_id, type, content_hash, status, occurred_at, received_at, late, member_id, amount, amount_currency, reversed_amount, postings, waiting_for, reason, problem, json FROM partner_events WHERE event_key = ANY(@events)
  ORDER BY event_key FOR UPDATE
