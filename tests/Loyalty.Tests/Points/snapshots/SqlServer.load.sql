SET NOCOUNT ON;
SELECT t.wallet_id, t.member_id, t.currency, t.balance, t.arrears, t.sequence, t.hash, t.opened_at FROM OPENJSON(@wallets) WITH (id uniqueidentifier '$') k
  JOIN wallets t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.id OPTION (FORCE ORDER, LOOP JOIN);
SELECT t.wallet_id, t.expires_on, t.activates_on, t.funder, t.points FROM OPENJSON(@wallets) WITH (id uniqueidentifier '$') k
  JOIN lots t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.id AND t.points <> 0 OPTION (FORCE ORDER, LOOP JOIN);
SELECT t.wallet_id, t.cap_id, t.period_start, t.points FROM OPENJSON(@wallets) WITH (id uniqueidentifier '$') k
  JOIN cap_counters t WITH (UPDLOCK, ROWLOCK) ON t.wallet_id = k.id
    AND t.period_start IN (SELECT day FROM OPENJSON(@cap_days) WITH (day date '$')) OPTION (FORCE ORDER, LOOP JOIN);
SELECT t.wallet_id, t.sequence, t.lot_moves, t.counter_account
  FROM OPENJSON(@originals) WITH (wallet_id uniqueidentifier '$[0]', sequence bigint '$[1]') k
  JOIN entries t ON t.wallet_id = k.wallet_id AND t.sequence = k.sequence OPTION (FORCE ORDER, LOOP JOIN);
SELECT t.event_key, t.partner_id, t.source, t.event_id, t.type, t.content_hash, t.status, t.occurred_at, t.received_at, t.late, t.member_id, t.amount, t.amount_currency, t.reversed_amount, t.postings, t.waiting_for, t.reason, t.problem, t.json FROM OPENJSON(@events) WITH (id uniqueidentifier '$') k
  JOIN partner_events t WITH (UPDLOCK, ROWLOCK) ON t.event_key = k.id OPTION (FORCE ORDER, LOOP JOIN)
