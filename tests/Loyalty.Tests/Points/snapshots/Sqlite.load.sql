SELECT wallet_id, member_id, currency, balance, arrears, sequence, hash, opened_at FROM wallets WHERE wallet_id IN (SELECT value FROM json_each(@wallets));
SELECT wallet_id, expires_on, activates_on, funder, points FROM lots
  WHERE wallet_id IN (SELECT value FROM json_each(@wallets)) AND points <> 0;
SELECT wallet_id, cap_id, period_start, points FROM cap_counters
  WHERE wallet_id IN (SELECT value FROM json_each(@wallets))
    AND period_start IN (SELECT value FROM json_each(@cap_days));
SELECT e.wallet_id, e.sequence, e.lot_moves, e.counter_account
  FROM json_each(@originals) k CROSS JOIN entries e
  WHERE e.wallet_id = k.value ->> 0 AND e.sequence = k.value ->> 1;
SELECT event_key, partner_id, source, event_id, type, content_hash, status, occurred_at, received_at, late, member_id, amount, amount_currency, reversed_amount, postings, waiting_for, reason, problem, json FROM partner_events
  WHERE event_key IN (SELECT value FROM json_each(@events))
