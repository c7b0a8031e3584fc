SELECT wallet_id, member_id, currency, balance, arrears, held, sequence, hash, opened_at FROM wallets WHERE wallet_id = ANY(@wallets) ORDER BY wallet_id FOR UPDATE;
SELECT wallet_id, expires_on, activates_on, funder, points, held FROM lots WHERE wallet_id = ANY(@wallets) AND points <> 0;
SELECT t.wallet_id, t.cap_id, t.period_start, t.points FROM unnest(@counter_wallets, @counter_caps, @counter_days) AS k(wallet_id, cap_id, period_start) JOIN cap_counters t ON t.wallet_id = k.wallet_id AND t.cap_id = k.cap_id AND t.period_start = k.period_start;
SELECT wallet_id, cap_id, period_start, points FROM cap_counters WHERE wallet_id = ANY(@budgets) ORDER BY wallet_id FOR UPDATE;
SELECT t.wallet_id, t.sequence, t.lot_moves, t.counter_account FROM unnest(@original_wallets, @original_sequences) AS k(wallet_id, sequence) JOIN entries t ON t.wallet_id = k.wallet_id AND t.sequence = k.sequence;
SELECT t.wallet_id, t.hold_id, t.points, t.lots, t.status, t.captured_points, t.created_at, t.expires_at, t.closed_at, t.operation FROM unnest(@hold_wallets, @hold_ids) AS k(wallet_id, hold_id) JOIN holds t ON t.wallet_id = k.wallet_id AND t.hold_id = k.hold_id;
SELECT event_key, partner_id, source, event_id, type, content_hash, status, occurred_at, received_at, late, member_id, amount, amount_currency, reversed_amount, detail, postings, waiting_for, reason, problem, json, replayed_at FROM partner_events WHERE event_key = ANY(@events) ORDER BY event_key FOR UPDATE;
SELECT operation_key, kind, member_id, actor, content_hash, recorded_at, reference, reason, reversed_points, payment, postings FROM operations WHERE operation_key = ANY(@operations) ORDER BY operation_key FOR UPDATE;
SELECT id, version FROM households WHERE id = ANY(@households) ORDER BY id FOR SHARE;
