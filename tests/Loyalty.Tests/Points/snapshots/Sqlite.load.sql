SELECT wallet_id, member_id, currency, balance, arrears, held, sequence, hash, opened_at FROM wallets WHERE wallet_id IN (SELECT value FROM json_each(@wallets));
SELECT wallet_id, expires_on, activates_on, funder, points, held FROM lots WHERE wallet_id IN (SELECT value FROM json_each(@wallets)) AND points <> 0;
SELECT t.wallet_id, t.cap_id, t.period_start, t.points FROM json_each(@counters) k CROSS JOIN cap_counters t WHERE t.wallet_id = k.value ->> 0 AND t.cap_id = k.value ->> 1 AND t.period_start = k.value ->> 2;
SELECT wallet_id, cap_id, period_start, points FROM cap_counters WHERE wallet_id IN (SELECT value FROM json_each(@budgets));
SELECT t.wallet_id, t.sequence, t.lot_moves, t.counter_account FROM json_each(@originals) k CROSS JOIN entries t WHERE t.wallet_id = k.value ->> 0 AND t.sequence = k.value ->> 1;
SELECT t.wallet_id, t.hold_id, t.points, t.lots, t.status, t.captured_points, t.created_at, t.expires_at, t.closed_at, t.operation FROM json_each(@holds) k CROSS JOIN holds t WHERE t.wallet_id = k.value ->> 0 AND t.hold_id = k.value ->> 1;
SELECT event_key, partner_id, source, event_id, type, content_hash, status, occurred_at, received_at, late, member_id, amount, amount_currency, reversed_amount, detail, postings, waiting_for, reason, problem, json, replayed_at FROM partner_events WHERE event_key IN (SELECT value FROM json_each(@events));
SELECT operation_key, kind, member_id, actor, content_hash, recorded_at, reference, reason, reversed_points, payment, postings FROM operations WHERE operation_key IN (SELECT value FROM json_each(@operations));
SELECT id, version FROM households WHERE id IN (SELECT value FROM json_each(@households));
