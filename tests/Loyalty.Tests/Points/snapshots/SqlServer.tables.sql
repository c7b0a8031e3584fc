CREATE TABLE [accounting_periods] (
    [first_day] date NOT NULL,
    [last_day] date NOT NULL,
    [closed_at] datetimeoffset(6) NOT NULL,
    [closed_by] nvarchar(200) NOT NULL,
    [figures_json] nvarchar(max) NOT NULL,
    CONSTRAINT [pk_accounting_periods] PRIMARY KEY ([first_day])
);
GO


CREATE TABLE [adjustment_days] (
    [actor] nvarchar(200) NOT NULL,
    [day] date NOT NULL,
    [points] bigint NOT NULL,
    CONSTRAINT [pk_adjustment_days] PRIMARY KEY ([actor], [day])
);
GO


CREATE TABLE [adjustment_limits] (
    [role] nvarchar(40) NOT NULL,
    [alone_max] bigint NOT NULL,
    [per_day_max] bigint NOT NULL,
    CONSTRAINT [pk_adjustment_limits] PRIMARY KEY ([role])
);
GO


CREATE TABLE [adjustment_reasons] (
    [code] nvarchar(60) NOT NULL,
    [name] nvarchar(200) NOT NULL,
    [active] bit NOT NULL,
    CONSTRAINT [pk_adjustment_reasons] PRIMARY KEY ([code])
);
GO


CREATE TABLE [adjustments] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [currency] nvarchar(16) NOT NULL,
    [points] bigint NOT NULL,
    [reason] nvarchar(60) NOT NULL,
    [note] nvarchar(400) NULL,
    [status] nvarchar(40) NOT NULL,
    [requested_by] nvarchar(200) NOT NULL,
    [requested_at] datetimeoffset(6) NOT NULL,
    [content_hash] binary(32) NOT NULL,
    [decided_by] nvarchar(200) NULL,
    [decided_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_adjustments] PRIMARY KEY ([id])
);
GO


CREATE TABLE [cap_counters] (
    [wallet_id] uniqueidentifier NOT NULL,
    [cap_id] uniqueidentifier NOT NULL,
    [period_start] date NOT NULL,
    [points] bigint NOT NULL,
    CONSTRAINT [pk_cap_counters] PRIMARY KEY ([wallet_id], [cap_id], [period_start])
);
GO


CREATE TABLE [care_letter_files] (
    [id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [created_by] nvarchar(200) NOT NULL,
    [letters] int NOT NULL,
    [left_out] int NOT NULL,
    CONSTRAINT [pk_care_letter_files] PRIMARY KEY ([id])
);
GO


CREATE TABLE [care_rules] (
    [id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [published_at] datetimeoffset(6) NULL,
    [withdrawn_at] datetimeoffset(6) NULL,
    [changed_at] datetimeoffset(6) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_care_rules] PRIMARY KEY ([id])
);
GO


CREATE TABLE [care_settings] (
    [id] int NOT NULL,
    [cap_contacts] int NOT NULL,
    [cap_days] int NOT NULL,
    [quiet_from] time NOT NULL,
    [quiet_until] time NOT NULL,
    [complaint_days] int NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_care_settings] PRIMARY KEY ([id])
);
GO


CREATE TABLE [clearing_pages] (
    [partner_id] uniqueidentifier NOT NULL,
    [first_day] date NOT NULL,
    [number] int NOT NULL,
    [content] varbinary(max) NOT NULL,
    CONSTRAINT [pk_clearing_pages] PRIMARY KEY ([partner_id], [first_day], [number])
);
GO


CREATE TABLE [clearing_statements] (
    [partner_id] uniqueidentifier NOT NULL,
    [first_day] date NOT NULL,
    [claimed_at] datetimeoffset(6) NOT NULL,
    [closed_at] datetimeoffset(6) NULL,
    [closed_by] nvarchar(200) NOT NULL,
    [lines] int NOT NULL,
    [figures] nvarchar(max) NULL,
    CONSTRAINT [pk_clearing_statements] PRIMARY KEY ([partner_id], [first_day])
);
GO


CREATE TABLE [club_events] (
    [number] bigint NOT NULL IDENTITY,
    [id] uniqueidentifier NOT NULL,
    [type] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [happened_at] datetimeoffset(6) NOT NULL,
    [body] nvarchar(max) NOT NULL,
    [place] int NOT NULL,
    [dispatched_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_club_events] PRIMARY KEY ([number])
);
GO


CREATE TABLE [earning_rules] (
    [id] uniqueidentifier NOT NULL,
    [name] nvarchar(200) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [draft_json] nvarchar(max) NULL,
    [published_number] int NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_earning_rules] PRIMARY KEY ([id])
);
GO


CREATE TABLE [entries] (
    [wallet_id] uniqueidentifier NOT NULL,
    [sequence] bigint NOT NULL,
    [kind] int NOT NULL,
    [points] bigint NOT NULL,
    [balance_after] bigint NOT NULL,
    [arrears_after] bigint NOT NULL,
    [counter_account] nvarchar(40) NOT NULL,
    [occurred_at] datetimeoffset(6) NOT NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    [event_key] uniqueidentifier NOT NULL,
    [reverses_sequence] bigint NULL,
    [lot_moves] nvarchar(max) NOT NULL,
    [explanation] nvarchar(max) NOT NULL,
    [hash] varbinary(32) NOT NULL,
    CONSTRAINT [pk_entries] PRIMARY KEY ([wallet_id], [sequence])
);
GO


CREATE TABLE [erased_references] (
    [hash] binary(32) NOT NULL,
    [erased_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_erased_references] PRIMARY KEY ([hash])
);
GO


CREATE TABLE [event_subscriptions] (
    [id] uniqueidentifier NOT NULL,
    [url] nvarchar(500) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [description] nvarchar(200) NULL,
    [types] nvarchar(2000) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [status_since] datetimeoffset(6) NOT NULL,
    [concurrency_max] int NOT NULL,
    [encrypted_key] varbinary(2000) NOT NULL,
    [key_made_at] datetimeoffset(6) NOT NULL,
    [encrypted_previous_key] varbinary(2000) NULL,
    [previous_key_ends_at] datetimeoffset(6) NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_event_subscriptions] PRIMARY KEY ([id])
);
GO


CREATE TABLE [gatherings] (
    [id] uniqueidentifier NOT NULL,
    [code] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [begins_at] datetimeoffset(6) NOT NULL,
    [ends_at] datetimeoffset(6) NOT NULL,
    [remind_at] datetimeoffset(6) NULL,
    [turn] bigint NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [changed_at] datetimeoffset(6) NOT NULL,
    [published_at] datetimeoffset(6) NULL,
    [cancelled_at] datetimeoffset(6) NULL,
    [told_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_gatherings] PRIMARY KEY ([id])
);
GO


CREATE TABLE [holds] (
    [wallet_id] uniqueidentifier NOT NULL,
    [hold_id] uniqueidentifier NOT NULL,
    [points] bigint NOT NULL,
    [lots] nvarchar(max) NOT NULL,
    [status] int NOT NULL,
    [captured_points] bigint NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [closed_at] datetimeoffset(6) NULL,
    [operation] uniqueidentifier NOT NULL,
    CONSTRAINT [pk_holds] PRIMARY KEY ([wallet_id], [hold_id])
);
GO


CREATE TABLE [idempotent_requests] (
    [caller] varchar(255) NOT NULL,
    [key] nvarchar(255) NOT NULL,
    [request_hash] varbinary(32) NOT NULL,
    [status_code] int NOT NULL,
    [body] varbinary(max) NOT NULL,
    [content_type] nvarchar(400) NULL,
    [etag] nvarchar(400) NULL,
    [location] nvarchar(400) NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [member_id] uniqueidentifier NULL,
    CONSTRAINT [pk_idempotent_requests] PRIMARY KEY ([caller], [key])
);
GO


CREATE TABLE [jobs] (
    [name] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [done_through] date NULL,
    [cursor] nvarchar(200) NULL,
    [node] nvarchar(100) NULL,
    [lease_until] datetimeoffset(6) NULL,
    [processed] bigint NOT NULL,
    [total] bigint NOT NULL,
    [started_at] datetimeoffset(6) NULL,
    [finished_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_jobs] PRIMARY KEY ([name])
);
GO


CREATE TABLE [ledger_totals] (
    [day] date NOT NULL,
    [currency] nvarchar(16) NOT NULL,
    [kind] int NOT NULL,
    [counter_account] nvarchar(40) NOT NULL,
    [funder] uniqueidentifier NOT NULL,
    [slot] int NOT NULL,
    [points] bigint NOT NULL,
    [entries] bigint NOT NULL,
    CONSTRAINT [pk_ledger_totals] PRIMARY KEY ([day], [currency], [kind], [counter_account], [funder], [slot])
);
GO


CREATE TABLE [line_disputes] (
    [id] uniqueidentifier NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [first_day] date NOT NULL,
    [line] nvarchar(100) NOT NULL,
    [reason] nvarchar(40) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [opened_at] datetimeoffset(6) NOT NULL,
    [steps] int NOT NULL,
    [correction_points] bigint NULL,
    [correction_point_currency] nvarchar(16) NULL,
    [correction_money] decimal(19,4) NULL,
    [correction_money_currency] nvarchar(3) NULL,
    [corrected_in] date NULL,
    CONSTRAINT [pk_line_disputes] PRIMARY KEY ([id])
);
GO


CREATE TABLE [link_tokens] (
    [token_hash] binary(32) NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NOT NULL,
    [used_at] datetimeoffset(6) NULL,
    [used_by] uniqueidentifier NULL,
    CONSTRAINT [pk_link_tokens] PRIMARY KEY ([token_hash])
);
GO


CREATE TABLE [lots] (
    [wallet_id] uniqueidentifier NOT NULL,
    [expires_on] date NOT NULL,
    [activates_on] date NOT NULL,
    [funder] uniqueidentifier NOT NULL,
    [points] bigint NOT NULL,
    [held] bigint NOT NULL,
    CONSTRAINT [pk_lots] PRIMARY KEY ([wallet_id], [expires_on], [activates_on], [funder])
);
GO


CREATE TABLE [member_links] (
    [partner_id] uniqueidentifier NOT NULL,
    [partner_customer_id] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [linked_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_member_links] PRIMARY KEY ([partner_id], [partner_customer_id])
);
GO


CREATE TABLE [members] (
    [id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [enrolled_at] datetimeoffset(6) NOT NULL,
    [enrolment_source] nvarchar(100) NULL,
    [kind] nvarchar(40) NOT NULL,
    [birth_date] date NULL,
    [moved_at] datetimeoffset(6) NULL,
    [preferred_language] nvarchar(35) NULL,
    [relationship] nvarchar(40) NOT NULL,
    [interest_level] nvarchar(40) NOT NULL,
    [settle_after] datetimeoffset(6) NULL,
    [merged_into] uniqueidentifier NULL,
    [erased_at] datetimeoffset(6) NULL,
    [erased_by] nvarchar(200) NULL,
    [version] bigint NOT NULL,
    [address_addressee] nvarchar(1000) NULL,
    [address_city] nvarchar(400) NULL,
    [address_country] nvarchar(2) NULL,
    [address_postal_code] nvarchar(20) NULL,
    [address_region] nvarchar(400) NULL,
    [address_street] nvarchar(1000) NULL,
    [name_company] nvarchar(400) NULL,
    [name_display] nvarchar(400) NOT NULL,
    [name_family] nvarchar(400) NULL,
    [name_given] nvarchar(400) NULL,
    CONSTRAINT [pk_members] PRIMARY KEY ([id]),
    CONSTRAINT [fk_members_members_merged_into] FOREIGN KEY ([merged_into]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [offers] (
    [id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [trigger_kind] nvarchar(40) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [published_at] datetimeoffset(6) NULL,
    [withdrawn_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_offers] PRIMARY KEY ([id])
);
GO


CREATE TABLE [operations] (
    [operation_key] uniqueidentifier NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [actor] nvarchar(200) NOT NULL,
    [content_hash] binary(32) NOT NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    [reference] nvarchar(200) NULL,
    [reason] nvarchar(60) NULL,
    [reversed_points] bigint NOT NULL,
    [payment] nvarchar(max) NULL,
    [postings] nvarchar(max) NULL,
    CONSTRAINT [pk_operations] PRIMARY KEY ([operation_key])
);
GO


CREATE TABLE [order_differences] (
    [id] uniqueidentifier NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [order_id] nvarchar(200) NOT NULL,
    [ours] nvarchar(40) NULL,
    [theirs] nvarchar(40) NOT NULL,
    [found_at] datetimeoffset(6) NOT NULL,
    [resolved_at] datetimeoffset(6) NULL,
    [resolved_by] nvarchar(200) NULL,
    [note] nvarchar(400) NULL,
    CONSTRAINT [pk_order_differences] PRIMARY KEY ([id])
);
GO


CREATE TABLE [partner_events] (
    [event_key] uniqueidentifier NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [source] nvarchar(200) NOT NULL,
    [event_id] nvarchar(200) NOT NULL,
    [type] nvarchar(100) NOT NULL,
    [content_hash] binary(32) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [occurred_at] datetimeoffset(6) NULL,
    [received_at] datetimeoffset(6) NOT NULL,
    [replayed_at] datetimeoffset(6) NULL,
    [late] bit NOT NULL,
    [member_id] uniqueidentifier NULL,
    [amount] decimal(19,4) NULL,
    [amount_currency] nvarchar(3) NULL,
    [reversed_amount] decimal(19,4) NOT NULL,
    [detail] nvarchar(max) NULL,
    [postings] nvarchar(max) NULL,
    [waiting_for] nvarchar(120) COLLATE Latin1_General_100_BIN2 NULL,
    [reason] nvarchar(60) NULL,
    [problem] nvarchar(max) NULL,
    [json] nvarchar(max) NULL,
    CONSTRAINT [pk_partner_events] PRIMARY KEY ([event_key])
);
GO


CREATE TABLE [partners] (
    [id] uniqueidentifier NOT NULL,
    [slug] nvarchar(40) NOT NULL,
    [name] nvarchar(200) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [contract] nvarchar(max) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_partners] PRIMARY KEY ([id])
);
GO


CREATE TABLE [point_currencies] (
    [code] nvarchar(16) NOT NULL,
    [name] nvarchar(100) NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [expiry] nvarchar(max) NOT NULL,
    [cost_per_point] nvarchar(40) NULL,
    [value_per_point] nvarchar(40) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_point_currencies] PRIMARY KEY ([code])
);
GO


CREATE TABLE [programmes] (
    [id] int NOT NULL,
    [name] nvarchar(200) NOT NULL,
    [time_zone] nvarchar(64) NOT NULL,
    [return_policy] nvarchar(40) NOT NULL,
    [closed_through] date NULL,
    [lapsed_return_grace_days] int NULL,
    [transfers_allowed] bit NOT NULL,
    [merge_undo_days] int NOT NULL,
    [erasure_key] varbinary(1000) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_programmes] PRIMARY KEY ([id]),
    CONSTRAINT [ck_programmes_only_one] CHECK (id = 1)
);
GO


CREATE TABLE [publications] (
    [id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [published_at] datetimeoffset(6) NULL,
    [retired_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_publications] PRIMARY KEY ([id])
);
GO


CREATE TABLE [reconciliation_lines] (
    [reconciliation_id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [result] nvarchar(40) NOT NULL,
    [result_now] nvarchar(40) NOT NULL,
    [event_key] uniqueidentifier NULL,
    [source] nvarchar(200) NOT NULL,
    [event_id] nvarchar(200) NOT NULL,
    [type] nvarchar(100) NULL,
    [occurred_at] datetimeoffset(6) NULL,
    [amount] decimal(19,4) NULL,
    [amount_currency] nvarchar(3) NULL,
    [points] bigint NULL,
    [point_currency] nvarchar(16) NULL,
    [finding] nvarchar(4000) NULL,
    CONSTRAINT [pk_reconciliation_lines] PRIMARY KEY ([reconciliation_id], [number])
);
GO


CREATE TABLE [rewards] (
    [id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [category] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [display_order] int NOT NULL,
    [search_text] nvarchar(max) NOT NULL,
    [visible_from] datetimeoffset(6) NULL,
    [visible_until] datetimeoffset(6) NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [published_at] datetimeoffset(6) NULL,
    [retired_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_rewards] PRIMARY KEY ([id])
);
GO


CREATE TABLE [tier_runs] (
    [id] uniqueidentifier NOT NULL,
    [tier_set] nvarchar(16) NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NULL,
    [requested_at] datetimeoffset(6) NOT NULL,
    [requested_by] nvarchar(400) NOT NULL,
    [position] uniqueidentifier NULL,
    [members_done] bigint NOT NULL,
    [members_total] bigint NOT NULL,
    [moves] nvarchar(max) NOT NULL,
    [finished_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_tier_runs] PRIMARY KEY ([id])
);
GO


CREATE TABLE [tier_sets] (
    [code] nvarchar(16) NOT NULL,
    [name] nvarchar(100) NOT NULL,
    [display_order] int NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [draft] nvarchar(max) NULL,
    [definition] nvarchar(max) NULL,
    [number] int NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [activated_at] datetimeoffset(6) NULL,
    [retired_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_tier_sets] PRIMARY KEY ([code])
);
GO


CREATE TABLE [tier_work] (
    [id] int NOT NULL,
    [leased_until] datetimeoffset(6) NOT NULL,
    [leased_by] uniqueidentifier NOT NULL,
    [caught_up_to] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_tier_work] PRIMARY KEY ([id]),
    CONSTRAINT [ck_tier_work_only_one] CHECK (id = 1)
);
GO


CREATE TABLE [trusted_documents] (
    [id] varchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [text] nvarchar(max) NOT NULL,
    [name] nvarchar(200) NOT NULL,
    [registered_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_trusted_documents] PRIMARY KEY ([id])
);
GO


CREATE TABLE [vehicles] (
    [id] uniqueidentifier NOT NULL,
    [vin] varchar(17) NOT NULL,
    [model] nvarchar(100) NULL,
    [plant] nvarchar(100) NULL,
    [built_on] date NULL,
    [warranty_ends_on] date NULL,
    [mileage_km] int NULL,
    [mileage_read_on] date NULL,
    [mileage_recorded_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_vehicles] PRIMARY KEY ([id])
);
GO


CREATE TABLE [wallets] (
    [wallet_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [currency] nvarchar(16) NOT NULL,
    [balance] bigint NOT NULL,
    [arrears] bigint NOT NULL,
    [held] bigint NOT NULL,
    [sequence] bigint NOT NULL,
    [hash] varbinary(32) NOT NULL,
    [opened_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_wallets] PRIMARY KEY ([wallet_id])
);
GO


CREATE TABLE [care_rule_versions] (
    [rule_id] uniqueidentifier NOT NULL,
    [version] bigint NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [valid_from] datetimeoffset(6) NOT NULL,
    [changed_by] nvarchar(200) NOT NULL,
    CONSTRAINT [pk_care_rule_versions] PRIMARY KEY ([rule_id], [version]),
    CONSTRAINT [fk_care_rule_versions_care_rules_rule_id] FOREIGN KEY ([rule_id]) REFERENCES [care_rules] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [backtests] (
    [id] uniqueidentifier NOT NULL,
    [rule_id] uniqueidentifier NOT NULL,
    [definition_json] nvarchar(max) NOT NULL,
    [events_from] datetimeoffset(6) NOT NULL,
    [events_until] datetimeoffset(6) NOT NULL,
    [events_max] bigint NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [processed] bigint NOT NULL,
    [total] bigint NULL,
    [result] nvarchar(max) NULL,
    [is_cancel_requested] bit NOT NULL,
    [started_at] datetimeoffset(6) NOT NULL,
    [started_by] nvarchar(400) NOT NULL,
    [seen_at] datetimeoffset(6) NOT NULL,
    [ended_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_backtests] PRIMARY KEY ([id]),
    CONSTRAINT [fk_backtests_earning_rules_rule_id] FOREIGN KEY ([rule_id]) REFERENCES [earning_rules] ([id]) ON DELETE CASCADE
);
GO


CREATE TABLE [earning_rule_versions] (
    [rule_id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [definition_json] nvarchar(max) NOT NULL,
    [published_at] datetimeoffset(6) NOT NULL,
    [published_by] nvarchar(400) NOT NULL,
    [superseded_at] datetimeoffset(6) NULL,
    [withdrawn_at] datetimeoffset(6) NULL,
    [withdrawn_by] nvarchar(400) NULL,
    CONSTRAINT [pk_earning_rule_versions] PRIMARY KEY ([rule_id], [number]),
    CONSTRAINT [fk_earning_rule_versions_earning_rules_rule_id] FOREIGN KEY ([rule_id]) REFERENCES [earning_rules] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [event_deliveries] (
    [subscription_id] uniqueidentifier NOT NULL,
    [event_number] bigint NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [state] nvarchar(40) NOT NULL,
    [failures] int NOT NULL,
    [attempts] int NOT NULL,
    [queued_at] datetimeoffset(6) NOT NULL,
    [last_attempt_at] datetimeoffset(6) NULL,
    [last_status] int NULL,
    [last_error] nvarchar(40) NULL,
    [ended_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_event_deliveries] PRIMARY KEY ([subscription_id], [event_number]),
    CONSTRAINT [fk_event_deliveries_club_events_event_number] FOREIGN KEY ([event_number]) REFERENCES [club_events] ([number]) ON DELETE CASCADE,
    CONSTRAINT [fk_event_deliveries_event_subscriptions_subscription_id] FOREIGN KEY ([subscription_id]) REFERENCES [event_subscriptions] ([id]) ON DELETE CASCADE
);
GO


CREATE TABLE [event_lanes] (
    [subscription_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [next_attempt_at] datetimeoffset(6) NULL,
    [lease] uniqueidentifier NULL,
    CONSTRAINT [pk_event_lanes] PRIMARY KEY ([subscription_id], [member_id]),
    CONSTRAINT [fk_event_lanes_event_subscriptions_subscription_id] FOREIGN KEY ([subscription_id]) REFERENCES [event_subscriptions] ([id]) ON DELETE CASCADE
);
GO


CREATE TABLE [dispute_steps] (
    [dispute_id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [at] datetimeoffset(6) NOT NULL,
    [by] nvarchar(200) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [text] nvarchar(1000) NOT NULL,
    CONSTRAINT [pk_dispute_steps] PRIMARY KEY ([dispute_id], [number]),
    CONSTRAINT [fk_dispute_steps_line_disputes_dispute_id] FOREIGN KEY ([dispute_id]) REFERENCES [line_disputes] ([id]) ON DELETE CASCADE
);
GO


CREATE TABLE [business_relations] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [other_member_id] uniqueidentifier NULL,
    [other_name] nvarchar(200) NULL,
    [since] date NULL,
    [until] date NULL,
    CONSTRAINT [pk_business_relations] PRIMARY KEY ([id]),
    CONSTRAINT [fk_business_relations_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_business_relations_members_other_member_id] FOREIGN KEY ([other_member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [cards] (
    [number] varchar(19) NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [reason] nvarchar(400) NULL,
    [issued_at] datetimeoffset(6) NOT NULL,
    [ended_at] datetimeoffset(6) NULL,
    [replaced_by] varchar(19) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_cards] PRIMARY KEY ([number]),
    CONSTRAINT [fk_cards_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [care_events] (
    [id] uniqueidentifier NOT NULL,
    [rule_id] uniqueidentifier NOT NULL,
    [rule_version] bigint NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [occasion] nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [due_on] date NOT NULL,
    [facts] nvarchar(1000) NOT NULL,
    [priority] int NOT NULL,
    [is_control] bit NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [next_at] datetimeoffset(6) NULL,
    [channel] nvarchar(40) NULL,
    [planned_at] datetimeoffset(6) NOT NULL,
    [sent_at] datetimeoffset(6) NULL,
    [is_counted] bit NOT NULL,
    [ended_at] datetimeoffset(6) NULL,
    [outcome] nvarchar(40) NULL,
    [reason] nvarchar(40) NULL,
    [taken_by] nvarchar(200) NULL,
    [taken_until] datetimeoffset(6) NULL,
    [attempts] int NOT NULL,
    [letter_file_id] uniqueidentifier NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_care_events] PRIMARY KEY ([id]),
    CONSTRAINT [fk_care_events_care_letter_files_letter_file_id] FOREIGN KEY ([letter_file_id]) REFERENCES [care_letter_files] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_care_events_care_rules_rule_id] FOREIGN KEY ([rule_id]) REFERENCES [care_rules] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_care_events_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [care_preferences] (
    [member_id] uniqueidentifier NOT NULL,
    [time_zone] nvarchar(64) NULL,
    [snoozed_until] datetimeoffset(6) NULL,
    [muted] nvarchar(200) NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_care_preferences] PRIMARY KEY ([member_id]),
    CONSTRAINT [fk_care_preferences_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [consent_changes] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [purpose] nvarchar(40) NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [granted] bit NOT NULL,
    [decided_at] datetimeoffset(6) NOT NULL,
    [source] nvarchar(100) NOT NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_consent_changes] PRIMARY KEY ([id]),
    CONSTRAINT [fk_consent_changes_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [consents] (
    [member_id] uniqueidentifier NOT NULL,
    [purpose] nvarchar(40) NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [granted] bit NOT NULL,
    [decided_at] datetimeoffset(6) NOT NULL,
    [source] nvarchar(100) NOT NULL,
    CONSTRAINT [pk_consents] PRIMARY KEY ([member_id], [purpose], [channel]),
    CONSTRAINT [fk_consents_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [contact_points] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [value] nvarchar(254) NOT NULL,
    [normalized_value] nvarchar(254) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [is_primary] bit NOT NULL,
    [added_at] datetimeoffset(6) NOT NULL,
    [verified_at] datetimeoffset(6) NULL,
    [claimed_value] nvarchar(254) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT [pk_contact_points] PRIMARY KEY ([id]),
    CONSTRAINT [fk_contact_points_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [external_ids] (
    [system] varchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [value] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_external_ids] PRIMARY KEY ([member_id], [system]),
    CONSTRAINT [fk_external_ids_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [gathering_invitations] (
    [gathering_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [invited_at] datetimeoffset(6) NOT NULL,
    [answered_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_gathering_invitations] PRIMARY KEY ([gathering_id], [member_id]),
    CONSTRAINT [fk_gathering_invitations_gatherings_gathering_id] FOREIGN KEY ([gathering_id]) REFERENCES [gatherings] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_gathering_invitations_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [gathering_sign_ups] (
    [id] uniqueidentifier NOT NULL,
    [gathering_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [guests] int NOT NULL,
    [number] bigint NOT NULL,
    [signed_up_at] datetimeoffset(6) NOT NULL,
    [promoted_at] datetimeoffset(6) NULL,
    [reminded_at] datetimeoffset(6) NULL,
    [cancelled_at] datetimeoffset(6) NULL,
    [cancelled_by] nvarchar(40) NULL,
    [attended] bit NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_gathering_sign_ups] PRIMARY KEY ([id]),
    CONSTRAINT [fk_gathering_sign_ups_gatherings_gathering_id] FOREIGN KEY ([gathering_id]) REFERENCES [gatherings] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_gathering_sign_ups_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [households] (
    [id] uniqueidentifier NOT NULL,
    [name] nvarchar(60) NOT NULL,
    [organiser_id] uniqueidentifier NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [ended_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_households] PRIMARY KEY ([id]),
    CONSTRAINT [fk_households_members_organiser_id] FOREIGN KEY ([organiser_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_attributes] (
    [member_id] uniqueidentifier NOT NULL,
    [attribute_key] varchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [attribute_value] nvarchar(100) NOT NULL,
    [changed_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_member_attributes] PRIMARY KEY ([member_id], [attribute_key]),
    CONSTRAINT [fk_member_attributes_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_flags] (
    [member_id] uniqueidentifier NOT NULL,
    [flag] nvarchar(40) NOT NULL,
    [since] datetimeoffset(6) NOT NULL,
    [until] datetimeoffset(6) NULL,
    CONSTRAINT [pk_member_flags] PRIMARY KEY ([member_id], [flag], [since]),
    CONSTRAINT [fk_member_flags_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_merges] (
    [id] uniqueidentifier NOT NULL,
    [survivor_id] uniqueidentifier NOT NULL,
    [duplicate_id] uniqueidentifier NOT NULL,
    [status_before] nvarchar(40) NOT NULL,
    [moved] nvarchar(max) NOT NULL,
    [merged_by] nvarchar(200) NOT NULL,
    [merged_at] datetimeoffset(6) NOT NULL,
    [undo_until] datetimeoffset(6) NOT NULL,
    [undone_at] datetimeoffset(6) NULL,
    [undone_by] nvarchar(200) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_member_merges] PRIMARY KEY ([id]),
    CONSTRAINT [fk_member_merges_members_duplicate_id] FOREIGN KEY ([duplicate_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_member_merges_members_survivor_id] FOREIGN KEY ([survivor_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_search_names] (
    [member_id] uniqueidentifier NOT NULL,
    [name_key] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT [pk_member_search_names] PRIMARY KEY ([member_id], [name_key]),
    CONSTRAINT [fk_member_search_names_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_sign_ins] (
    [issuer] varchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [subject] varchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [attached_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_member_sign_ins] PRIMARY KEY ([issuer], [subject]),
    CONSTRAINT [fk_member_sign_ins_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_status_changes] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [from_status] nvarchar(40) NOT NULL,
    [to_status] nvarchar(40) NOT NULL,
    [reason] nvarchar(400) NOT NULL,
    [changed_by] nvarchar(400) NOT NULL,
    [changed_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_member_status_changes] PRIMARY KEY ([id]),
    CONSTRAINT [fk_member_status_changes_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [member_tiers] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [tier_set] nvarchar(16) NOT NULL,
    [is_manual] bit NOT NULL,
    [number] int NOT NULL,
    [tier] nvarchar(16) NULL,
    [rank] int NOT NULL,
    [valid_from] datetimeoffset(6) NOT NULL,
    [valid_until] datetimeoffset(6) NULL,
    [cause] nvarchar(40) NOT NULL,
    [holds_until] datetimeoffset(6) NULL,
    [assured_until] datetimeoffset(6) NULL,
    [next_check_at] datetimeoffset(6) NULL,
    [explanation] nvarchar(2000) NOT NULL,
    [reason] nvarchar(40) NULL,
    [note] nvarchar(400) NULL,
    [given_by] nvarchar(400) NULL,
    [ended_by] nvarchar(400) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_member_tiers] PRIMARY KEY ([id]),
    CONSTRAINT [fk_member_tiers_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [referral_codes] (
    [code] nvarchar(8) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_referral_codes] PRIMARY KEY ([code]),
    CONSTRAINT [fk_referral_codes_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [returned_addresses] (
    [member_id] uniqueidentifier NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [fingerprint] varbinary(32) NOT NULL,
    [returned_at] datetimeoffset(6) NOT NULL,
    [reason] nvarchar(60) NOT NULL,
    CONSTRAINT [pk_returned_addresses] PRIMARY KEY ([member_id], [channel], [fingerprint]),
    CONSTRAINT [fk_returned_addresses_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [offer_counts] (
    [offer_id] uniqueidentifier NOT NULL,
    [key] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [taken] bigint NOT NULL,
    CONSTRAINT [pk_offer_counts] PRIMARY KEY ([offer_id], [key]),
    CONSTRAINT [fk_offer_counts_offers_offer_id] FOREIGN KEY ([offer_id]) REFERENCES [offers] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [offer_grants] (
    [id] uniqueidentifier NOT NULL,
    [offer_id] uniqueidentifier NOT NULL,
    [offer_version] bigint NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [occasion] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [granted_at] datetimeoffset(6) NOT NULL,
    [currency] nvarchar(16) NULL,
    [points] bigint NOT NULL,
    [points_due_at] datetimeoffset(6) NULL,
    [points_refusal] nvarchar(60) NULL,
    [badge] nvarchar(60) NULL,
    CONSTRAINT [pk_offer_grants] PRIMARY KEY ([id]),
    CONSTRAINT [fk_offer_grants_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_offer_grants_offers_offer_id] FOREIGN KEY ([offer_id]) REFERENCES [offers] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [referrals] (
    [id] uniqueidentifier NOT NULL,
    [offer_id] uniqueidentifier NOT NULL,
    [referrer_id] uniqueidentifier NOT NULL,
    [referred_id] uniqueidentifier NOT NULL,
    [used_at] datetimeoffset(6) NOT NULL,
    [stage] nvarchar(40) NOT NULL,
    [next_look_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_referrals] PRIMARY KEY ([id]),
    CONSTRAINT [fk_referrals_members_referred_id] FOREIGN KEY ([referred_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_referrals_members_referrer_id] FOREIGN KEY ([referrer_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_referrals_offers_offer_id] FOREIGN KEY ([offer_id]) REFERENCES [offers] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [vouchers] (
    [id] uniqueidentifier NOT NULL,
    [offer_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [voucher_value] bigint NOT NULL,
    [rewards] nvarchar(max) NOT NULL,
    [issued_at] datetimeoffset(6) NOT NULL,
    [valid_until] datetimeoffset(6) NOT NULL,
    [redemption_id] uniqueidentifier NULL,
    [withdrawn_at] datetimeoffset(6) NULL,
    [withdrawn_by] nvarchar(200) NULL,
    CONSTRAINT [pk_vouchers] PRIMARY KEY ([id]),
    CONSTRAINT [fk_vouchers_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_vouchers_offers_offer_id] FOREIGN KEY ([offer_id]) REFERENCES [offers] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [partner_clients] (
    [client_id] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [bound_at] datetimeoffset(6) NOT NULL,
    [bound_by] nvarchar(200) NOT NULL,
    CONSTRAINT [pk_partner_clients] PRIMARY KEY ([client_id]),
    CONSTRAINT [fk_partner_clients_partners_partner_id] FOREIGN KEY ([partner_id]) REFERENCES [partners] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [partner_secrets] (
    [id] uniqueidentifier NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [encrypted_key] varbinary(1000) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [expires_at] datetimeoffset(6) NULL,
    [revoked_at] datetimeoffset(6) NULL,
    CONSTRAINT [pk_partner_secrets] PRIMARY KEY ([id]),
    CONSTRAINT [fk_partner_secrets_partners_partner_id] FOREIGN KEY ([partner_id]) REFERENCES [partners] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [prepaid_blocks] (
    [id] uniqueidentifier NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [currency] nvarchar(16) NOT NULL,
    [points] bigint NOT NULL,
    [paid_amount] decimal(19,4) NULL,
    [paid_currency] nvarchar(3) NULL,
    [reference] nvarchar(100) NULL,
    [first_day] date NOT NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    [recorded_by] nvarchar(200) NOT NULL,
    [warned] nvarchar(40) NOT NULL,
    CONSTRAINT [pk_prepaid_blocks] PRIMARY KEY ([id]),
    CONSTRAINT [fk_prepaid_blocks_partners_partner_id] FOREIGN KEY ([partner_id]) REFERENCES [partners] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [reconciliations] (
    [id] uniqueidentifier NOT NULL,
    [partner_id] uniqueidentifier NOT NULL,
    [day] date NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [completed_at] datetimeoffset(6) NULL,
    [totals] nvarchar(max) NULL,
    CONSTRAINT [pk_reconciliations] PRIMARY KEY ([id]),
    CONSTRAINT [fk_reconciliations_partners_partner_id] FOREIGN KEY ([partner_id]) REFERENCES [partners] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [redemption_endpoints] (
    [partner_id] uniqueidentifier NOT NULL,
    [url] nvarchar(1000) NOT NULL,
    [authentication] nvarchar(40) NOT NULL,
    [token_url] nvarchar(1000) NULL,
    [client_id] nvarchar(200) NULL,
    [scope] nvarchar(200) NULL,
    [encrypted_secret] varbinary(2000) NOT NULL,
    [timeout_seconds] int NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_redemption_endpoints] PRIMARY KEY ([partner_id]),
    CONSTRAINT [fk_redemption_endpoints_partners_partner_id] FOREIGN KEY ([partner_id]) REFERENCES [partners] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [magazine_issues] (
    [id] uniqueidentifier NOT NULL,
    [publication_id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [address_freeze_at] datetimeoffset(6) NOT NULL,
    [dispatch_at] datetimeoffset(6) NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [addressed_at] datetimeoffset(6) NULL,
    [dispatched_at] datetimeoffset(6) NULL,
    [cancelled_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_magazine_issues] PRIMARY KEY ([id]),
    CONSTRAINT [fk_magazine_issues_publications_publication_id] FOREIGN KEY ([publication_id]) REFERENCES [publications] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [magazine_subscriptions] (
    [id] uniqueidentifier NOT NULL,
    [publication_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [source] nvarchar(40) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [language] nvarchar(35) NOT NULL,
    [from_issue] int NOT NULL,
    [until_issue] int NULL,
    [giver_id] uniqueidentifier NULL,
    [points] bigint NOT NULL,
    [currency] nvarchar(16) NULL,
    [content_hash] varbinary(32) NOT NULL,
    [returns] int NOT NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [rests_since] datetimeoffset(6) NULL,
    [resumed_at] datetimeoffset(6) NULL,
    [ended_at] datetimeoffset(6) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_magazine_subscriptions] PRIMARY KEY ([id]),
    CONSTRAINT [fk_magazine_subscriptions_members_giver_id] FOREIGN KEY ([giver_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_magazine_subscriptions_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_magazine_subscriptions_publications_publication_id] FOREIGN KEY ([publication_id]) REFERENCES [publications] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [redemptions] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [reward_id] uniqueidentifier NOT NULL,
    [reward_version] bigint NOT NULL,
    [method] nvarchar(40) NOT NULL,
    [quantity] int NOT NULL,
    [amount] bigint NULL,
    [currency] nvarchar(16) NOT NULL,
    [voucher_id] uniqueidentifier NULL,
    [voucher_points] bigint NOT NULL,
    [points] bigint NOT NULL,
    [points_from] nvarchar(40) NOT NULL,
    [money_amount] decimal(19,4) NULL,
    [money_currency] nvarchar(3) NULL,
    [content_hash] binary(32) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [settlement] nvarchar(40) NOT NULL,
    [partner_id] uniqueidentifier NULL,
    [product] nvarchar(100) NULL,
    [unit_cost] decimal(19,4) NULL,
    [cost] decimal(19,4) NULL,
    [cost_currency] nvarchar(3) NULL,
    [encrypted_delivery] varbinary(max) NULL,
    [encrypted_content] varbinary(max) NULL,
    [reference] nvarchar(200) NULL,
    [carrier] nvarchar(200) NULL,
    [hold_id] uniqueidentifier NULL,
    [capture_operation] uniqueidentifier NULL,
    [requested_at] datetimeoffset(6) NOT NULL,
    [day] date NOT NULL,
    [member_period_start] date NOT NULL,
    [deadline] datetimeoffset(6) NOT NULL,
    [cancellable_until] datetimeoffset(6) NOT NULL,
    [return_days] int NULL,
    [usable_days] int NULL,
    [fulfilled_at] datetimeoffset(6) NULL,
    [taken_back_at] datetimeoffset(6) NULL,
    [ended_at] datetimeoffset(6) NULL,
    [accepted_at] datetimeoffset(6) NULL,
    [is_cancelling] bit NOT NULL,
    [cause] nvarchar(60) NULL,
    [attempts] int NOT NULL,
    [next_attempt_at] datetimeoffset(6) NULL,
    [lease_until] datetimeoffset(6) NULL,
    [transition_count] int NOT NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_redemptions] PRIMARY KEY ([id]),
    CONSTRAINT [fk_redemptions_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_redemptions_rewards_reward_id] FOREIGN KEY ([reward_id]) REFERENCES [rewards] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [reward_codes] (
    [id] uniqueidentifier NOT NULL,
    [reward_id] uniqueidentifier NOT NULL,
    [encrypted_code] varbinary(1000) NOT NULL,
    [fingerprint] binary(32) NOT NULL,
    [redemption_id] uniqueidentifier NULL,
    [imported_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_reward_codes] PRIMARY KEY ([id]),
    CONSTRAINT [fk_reward_codes_rewards_reward_id] FOREIGN KEY ([reward_id]) REFERENCES [rewards] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [reward_counts] (
    [reward_id] uniqueidentifier NOT NULL,
    [key] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [slot] int NOT NULL,
    [taken] bigint NOT NULL,
    CONSTRAINT [pk_reward_counts] PRIMARY KEY ([reward_id], [key], [slot]),
    CONSTRAINT [fk_reward_counts_rewards_reward_id] FOREIGN KEY ([reward_id]) REFERENCES [rewards] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [tier_set_versions] (
    [tier_set] nvarchar(16) NOT NULL,
    [number] int NOT NULL,
    [definition] nvarchar(max) NOT NULL,
    [activated_at] datetimeoffset(6) NOT NULL,
    [activated_by] nvarchar(400) NOT NULL,
    CONSTRAINT [pk_tier_set_versions] PRIMARY KEY ([tier_set], [number]),
    CONSTRAINT [fk_tier_set_versions_tier_sets_tier_set] FOREIGN KEY ([tier_set]) REFERENCES [tier_sets] ([code]) ON DELETE NO ACTION
);
GO


CREATE TABLE [tiers] (
    [code] nvarchar(16) NOT NULL,
    [tier_set] nvarchar(16) NOT NULL,
    [was_in_force] bit NOT NULL,
    CONSTRAINT [pk_tiers] PRIMARY KEY ([code]),
    CONSTRAINT [fk_tiers_tier_sets_tier_set] FOREIGN KEY ([tier_set]) REFERENCES [tier_sets] ([code]) ON DELETE NO ACTION
);
GO


CREATE TABLE [interactions] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [kind] nvarchar(40) NOT NULL,
    [occurred_at] datetimeoffset(6) NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [subject] nvarchar(400) NOT NULL,
    [dealer] nvarchar(200) NULL,
    [vehicle_id] uniqueidentifier NULL,
    [amount] decimal(19,4) NULL,
    [currency] nvarchar(3) NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_interactions] PRIMARY KEY ([id]),
    CONSTRAINT [fk_interactions_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_interactions_vehicles_vehicle_id] FOREIGN KEY ([vehicle_id]) REFERENCES [vehicles] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [mileage_readings] (
    [id] uniqueidentifier NOT NULL,
    [vehicle_id] uniqueidentifier NOT NULL,
    [read_on] date NOT NULL,
    [kilometres] int NOT NULL,
    [source] nvarchar(100) NOT NULL,
    [is_correction] bit NOT NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    CONSTRAINT [pk_mileage_readings] PRIMARY KEY ([id]),
    CONSTRAINT [fk_mileage_readings_vehicles_vehicle_id] FOREIGN KEY ([vehicle_id]) REFERENCES [vehicles] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [vehicle_ownerships] (
    [id] uniqueidentifier NOT NULL,
    [vehicle_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [owned_from] date NOT NULL,
    [owned_until] date NULL,
    [purchased_on] date NULL,
    [dealer] nvarchar(200) NULL,
    [insurance_ends_on] date NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_vehicle_ownerships] PRIMARY KEY ([id]),
    CONSTRAINT [fk_vehicle_ownerships_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_vehicle_ownerships_vehicles_vehicle_id] FOREIGN KEY ([vehicle_id]) REFERENCES [vehicles] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [event_attempts] (
    [subscription_id] uniqueidentifier NOT NULL,
    [event_number] bigint NOT NULL,
    [number] int NOT NULL,
    [tried_at] datetimeoffset(6) NOT NULL,
    [status] int NULL,
    [error] nvarchar(40) NULL,
    [milliseconds] int NOT NULL,
    CONSTRAINT [pk_event_attempts] PRIMARY KEY ([subscription_id], [event_number], [number]),
    CONSTRAINT [fk_event_attempts_event_deliveries_subscription_id_event_number] FOREIGN KEY ([subscription_id], [event_number]) REFERENCES [event_deliveries] ([subscription_id], [event_number]) ON DELETE CASCADE
);
GO


CREATE TABLE [care_reports] (
    [care_event_id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [outcome] nvarchar(40) NOT NULL,
    [occurred_at] datetimeoffset(6) NOT NULL,
    [recorded_at] datetimeoffset(6) NOT NULL,
    [reported_by] nvarchar(200) NOT NULL,
    [note] nvarchar(1000) NULL,
    CONSTRAINT [pk_care_reports] PRIMARY KEY ([care_event_id], [number]),
    CONSTRAINT [fk_care_reports_care_events_care_event_id] FOREIGN KEY ([care_event_id]) REFERENCES [care_events] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [household_places] (
    [id] uniqueidentifier NOT NULL,
    [household_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [invited_at] datetimeoffset(6) NOT NULL,
    [invited_by] nvarchar(200) NOT NULL,
    [joined_at] datetimeoffset(6) NULL,
    [ended_at] datetimeoffset(6) NULL,
    [ending] nvarchar(40) NULL,
    [share_percent] int NOT NULL,
    [may_spend] bit NOT NULL,
    CONSTRAINT [pk_household_places] PRIMARY KEY ([id]),
    CONSTRAINT [fk_household_places_households_household_id] FOREIGN KEY ([household_id]) REFERENCES [households] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_household_places_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [magazine_copies] (
    [id] uniqueidentifier NOT NULL,
    [issue_id] uniqueidentifier NOT NULL,
    [subscription_id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [channel] nvarchar(40) NOT NULL,
    [language] nvarchar(35) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [obstacle] nvarchar(40) NULL,
    [household_id] uniqueidentifier NULL,
    [household_place] int NULL,
    [region] nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [postal_code] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [country] nvarchar(2) COLLATE Latin1_General_100_BIN2 NOT NULL,
    [recipient] nvarchar(max) NULL,
    [address_fingerprint] varbinary(32) NULL,
    [created_at] datetimeoffset(6) NOT NULL,
    [sent_at] datetimeoffset(6) NULL,
    [returned_on] date NULL,
    [return_reason] nvarchar(60) NULL,
    CONSTRAINT [pk_magazine_copies] PRIMARY KEY ([id]),
    CONSTRAINT [fk_magazine_copies_magazine_issues_issue_id] FOREIGN KEY ([issue_id]) REFERENCES [magazine_issues] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_magazine_copies_magazine_subscriptions_subscription_id] FOREIGN KEY ([subscription_id]) REFERENCES [magazine_subscriptions] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_magazine_copies_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


CREATE TABLE [redemption_transitions] (
    [redemption_id] uniqueidentifier NOT NULL,
    [number] int NOT NULL,
    [from_status] nvarchar(40) NULL,
    [to_status] nvarchar(40) NOT NULL,
    [done_at] datetimeoffset(6) NOT NULL,
    [done_by] nvarchar(200) NOT NULL,
    [cause] nvarchar(60) NOT NULL,
    [detail] nvarchar(60) NULL,
    CONSTRAINT [pk_redemption_transitions] PRIMARY KEY ([redemption_id], [number]),
    CONSTRAINT [fk_redemption_transitions_redemptions_redemption_id] FOREIGN KEY ([redemption_id]) REFERENCES [redemptions] ([id]) ON DELETE CASCADE
);
GO


CREATE TABLE [complaints] (
    [id] uniqueidentifier NOT NULL,
    [member_id] uniqueidentifier NOT NULL,
    [care_event_id] uniqueidentifier NULL,
    [interaction_id] uniqueidentifier NULL,
    [text] nvarchar(4000) NOT NULL,
    [status] nvarchar(40) NOT NULL,
    [opened_at] datetimeoffset(6) NOT NULL,
    [opened_by] nvarchar(200) NOT NULL,
    [due_at] datetimeoffset(6) NOT NULL,
    [assigned_to] nvarchar(200) NULL,
    [resolution] nvarchar(4000) NULL,
    [resolved_at] datetimeoffset(6) NULL,
    [resolved_by] nvarchar(200) NULL,
    [version] bigint NOT NULL,
    CONSTRAINT [pk_complaints] PRIMARY KEY ([id]),
    CONSTRAINT [fk_complaints_care_events_care_event_id] FOREIGN KEY ([care_event_id]) REFERENCES [care_events] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_complaints_interactions_interaction_id] FOREIGN KEY ([interaction_id]) REFERENCES [interactions] ([id]) ON DELETE NO ACTION,
    CONSTRAINT [fk_complaints_members_member_id] FOREIGN KEY ([member_id]) REFERENCES [members] ([id]) ON DELETE NO ACTION
);
GO


IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'role', N'alone_max', N'per_day_max') AND [object_id] = OBJECT_ID(N'[adjustment_limits]'))
    SET IDENTITY_INSERT [adjustment_limits] ON;
INSERT INTO [adjustment_limits] ([role], [alone_max], [per_day_max])
VALUES (N'administrator', CAST(10000 AS bigint), CAST(1000000 AS bigint)),
(N'manager', CAST(10000 AS bigint), CAST(100000 AS bigint)),
(N'support', CAST(1000 AS bigint), CAST(10000 AS bigint));
IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'role', N'alone_max', N'per_day_max') AND [object_id] = OBJECT_ID(N'[adjustment_limits]'))
    SET IDENTITY_INSERT [adjustment_limits] OFF;
GO


IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'code', N'active', N'name') AND [object_id] = OBJECT_ID(N'[adjustment_reasons]'))
    SET IDENTITY_INSERT [adjustment_reasons] ON;
INSERT INTO [adjustment_reasons] ([code], [active], [name])
VALUES (N'CORRECTION', CAST(1 AS bit), N'Correction of a mistake'),
(N'GOODWILL', CAST(1 AS bit), N'Goodwill');
IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'code', N'active', N'name') AND [object_id] = OBJECT_ID(N'[adjustment_reasons]'))
    SET IDENTITY_INSERT [adjustment_reasons] OFF;
GO


IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'id', N'closed_through', N'erasure_key', N'lapsed_return_grace_days', N'merge_undo_days', N'name', N'return_policy', N'time_zone', N'transfers_allowed', N'version') AND [object_id] = OBJECT_ID(N'[programmes]'))
    SET IDENTITY_INSERT [programmes] ON;
INSERT INTO [programmes] ([id], [closed_through], [erasure_key], [lapsed_return_grace_days], [merge_undo_days], [name], [return_policy], [time_zone], [transfers_allowed], [version])
VALUES (1, NULL, NULL, NULL, 30, N'Club', N'WithArrears', N'UTC', CAST(0 AS bit), CAST(1 AS bigint));
IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'id', N'closed_through', N'erasure_key', N'lapsed_return_grace_days', N'merge_undo_days', N'name', N'return_policy', N'time_zone', N'transfers_allowed', N'version') AND [object_id] = OBJECT_ID(N'[programmes]'))
    SET IDENTITY_INSERT [programmes] OFF;
GO


IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'id', N'caught_up_to', N'leased_by', N'leased_until') AND [object_id] = OBJECT_ID(N'[tier_work]'))
    SET IDENTITY_INSERT [tier_work] ON;
INSERT INTO [tier_work] ([id], [caught_up_to], [leased_by], [leased_until])
VALUES (1, '1970-01-01T00:00:00.000000+00:00', '00000000-0000-0000-0000-000000000000', '1970-01-01T00:00:00.000000+00:00');
IF EXISTS (SELECT * FROM [sys].[identity_columns] WHERE [name] IN (N'id', N'caught_up_to', N'leased_by', N'leased_until') AND [object_id] = OBJECT_ID(N'[tier_work]'))
    SET IDENTITY_INSERT [tier_work] OFF;
GO


CREATE INDEX [ix_adjustments_member_id_id] ON [adjustments] ([member_id], [id]);
GO


CREATE INDEX [ix_adjustments_status_id] ON [adjustments] ([status], [id]);
GO


CREATE INDEX [ix_backtests_rule_id_started_at] ON [backtests] ([rule_id], [started_at]);
GO


CREATE INDEX [ix_business_relations_member_id] ON [business_relations] ([member_id]);
GO


CREATE INDEX [ix_business_relations_other_member_id] ON [business_relations] ([other_member_id]);
GO


CREATE INDEX [ix_cards_member_id] ON [cards] ([member_id]);
GO


CREATE INDEX [ix_care_events_due_on_id] ON [care_events] ([due_on], [id]);
GO


CREATE INDEX [ix_care_events_letter_file_id_id] ON [care_events] ([letter_file_id], [id]) WHERE letter_file_id IS NOT NULL;
GO


CREATE INDEX [ix_care_events_member_id_sent_at] ON [care_events] ([member_id], [sent_at]);
GO


CREATE INDEX [ix_care_events_planned_at_id] ON [care_events] ([planned_at], [id]);
GO


CREATE UNIQUE INDEX [ix_care_events_rule_id_member_id_occasion] ON [care_events] ([rule_id], [member_id], [occasion]);
GO


CREATE INDEX [ix_care_events_status_channel_priority_sent_at_id] ON [care_events] ([status], [channel], [priority] DESC, [sent_at], [id]);
GO


CREATE INDEX [ix_care_events_status_next_at_id] ON [care_events] ([status], [next_at], [id]) WHERE next_at IS NOT NULL;
GO


CREATE UNIQUE INDEX [ix_care_letter_files_number] ON [care_letter_files] ([number]);
GO


CREATE INDEX [ix_care_rules_status_id] ON [care_rules] ([status], [id]);
GO


CREATE INDEX [ix_club_events_happened_at] ON [club_events] ([happened_at]);
GO


CREATE UNIQUE INDEX [ix_club_events_id] ON [club_events] ([id]);
GO


CREATE INDEX [ix_club_events_number] ON [club_events] ([number]) WHERE dispatched_at IS NULL;
GO


CREATE INDEX [ix_complaints_care_event_id] ON [complaints] ([care_event_id]);
GO


CREATE INDEX [ix_complaints_interaction_id] ON [complaints] ([interaction_id]);
GO


CREATE INDEX [ix_complaints_member_id] ON [complaints] ([member_id]);
GO


CREATE INDEX [ix_complaints_status_due_at_id] ON [complaints] ([status], [due_at], [id]);
GO


CREATE INDEX [ix_consent_changes_member_id_id] ON [consent_changes] ([member_id], [id]);
GO


CREATE UNIQUE INDEX [ix_contact_points_claimed_value] ON [contact_points] ([claimed_value]) WHERE claimed_value IS NOT NULL;
GO


CREATE UNIQUE INDEX [ix_contact_points_member_id_normalized_value] ON [contact_points] ([member_id], [normalized_value]);
GO


CREATE INDEX [ix_contact_points_normalized_value_member_id] ON [contact_points] ([normalized_value], [member_id]);
GO


CREATE INDEX [ix_earning_rules_created_at] ON [earning_rules] ([created_at]);
GO


CREATE INDEX [ix_event_deliveries_event_number] ON [event_deliveries] ([event_number]);
GO


CREATE INDEX [ix_event_deliveries_member_id_event_number] ON [event_deliveries] ([member_id], [event_number]);
GO


CREATE INDEX [ix_event_deliveries_state_subscription_id_event_number] ON [event_deliveries] ([state], [subscription_id], [event_number]) WHERE state = 'Dead';
GO


CREATE INDEX [ix_event_deliveries_subscription_id_member_id_event_number] ON [event_deliveries] ([subscription_id], [member_id], [event_number]) WHERE state = 'Pending';
GO


CREATE INDEX [ix_event_deliveries_subscription_id_queued_at] ON [event_deliveries] ([subscription_id], [queued_at]) WHERE state = 'Pending';
GO


CREATE INDEX [ix_event_lanes_subscription_id_next_attempt_at] ON [event_lanes] ([subscription_id], [next_attempt_at]) WHERE next_attempt_at IS NOT NULL;
GO


CREATE UNIQUE INDEX [ix_event_subscriptions_url] ON [event_subscriptions] ([url]);
GO


CREATE UNIQUE INDEX [ix_external_ids_value_system] ON [external_ids] ([value], [system]);
GO


CREATE INDEX [ix_gathering_invitations_member_id] ON [gathering_invitations] ([member_id]);
GO


CREATE UNIQUE INDEX [ix_gathering_sign_ups_gathering_id_member_id] ON [gathering_sign_ups] ([gathering_id], [member_id]);
GO


CREATE INDEX [ix_gathering_sign_ups_gathering_id_number_id] ON [gathering_sign_ups] ([gathering_id], [number], [id]);
GO


CREATE INDEX [ix_gathering_sign_ups_gathering_id_status_number] ON [gathering_sign_ups] ([gathering_id], [status], [number]);
GO


CREATE INDEX [ix_gathering_sign_ups_member_id] ON [gathering_sign_ups] ([member_id]);
GO


CREATE INDEX [ix_gatherings_begins_at_id] ON [gatherings] ([begins_at], [id]);
GO


CREATE UNIQUE INDEX [ix_gatherings_code] ON [gatherings] ([code]);
GO


CREATE INDEX [ix_gatherings_status_ends_at] ON [gatherings] ([status], [ends_at]);
GO


CREATE INDEX [ix_holds_expires_at_hold_id] ON [holds] ([expires_at], [hold_id]) WHERE status = 0;
GO


CREATE UNIQUE INDEX [ix_holds_hold_id] ON [holds] ([hold_id]);
GO


CREATE UNIQUE INDEX [ix_household_places_current] ON [household_places] ([member_id]) WHERE joined_at IS NOT NULL AND ended_at IS NULL;
GO


CREATE INDEX [ix_household_places_household_id] ON [household_places] ([household_id]);
GO


CREATE INDEX [ix_household_places_member_id_invited_at] ON [household_places] ([member_id], [invited_at]);
GO


CREATE UNIQUE INDEX [ix_household_places_open] ON [household_places] ([household_id], [member_id]) WHERE ended_at IS NULL;
GO


CREATE INDEX [ix_households_organiser_id] ON [households] ([organiser_id]);
GO


CREATE INDEX [ix_idempotent_requests_created_at] ON [idempotent_requests] ([created_at]);
GO


CREATE INDEX [ix_idempotent_requests_member_id] ON [idempotent_requests] ([member_id]);
GO


CREATE INDEX [ix_interactions_member_id_occurred_at_id] ON [interactions] ([member_id], [occurred_at], [id]);
GO


CREATE INDEX [ix_interactions_recorded_at_member_id] ON [interactions] ([recorded_at], [member_id]);
GO


CREATE INDEX [ix_interactions_vehicle_id] ON [interactions] ([vehicle_id]);
GO


CREATE INDEX [ix_line_disputes_partner_id_corrected_in] ON [line_disputes] ([partner_id], [corrected_in]) WHERE status = 'Corrected';
GO


CREATE UNIQUE INDEX [ix_line_disputes_partner_id_first_day_line] ON [line_disputes] ([partner_id], [first_day], [line]) WHERE status = 'Open';
GO


CREATE INDEX [ix_line_disputes_partner_id_opened_at_id] ON [line_disputes] ([partner_id], [opened_at], [id]);
GO


CREATE INDEX [ix_link_tokens_expires_at] ON [link_tokens] ([expires_at]);
GO


CREATE INDEX [ix_link_tokens_member_id_created_at] ON [link_tokens] ([member_id], [created_at]);
GO


CREATE INDEX [ix_lots_expires_on_wallet_id] ON [lots] ([expires_on], [wallet_id]);
GO


CREATE INDEX [ix_magazine_copies_issue_id_channel_country_postal_code_id] ON [magazine_copies] ([issue_id], [channel], [country], [postal_code], [id]);
GO


CREATE UNIQUE INDEX [ix_magazine_copies_issue_id_household_id_household_place] ON [magazine_copies] ([issue_id], [household_id], [household_place]) WHERE household_id IS NOT NULL;
GO


CREATE INDEX [ix_magazine_copies_issue_id_id] ON [magazine_copies] ([issue_id], [id]) WHERE status = 'Ready';
GO


CREATE INDEX [ix_magazine_copies_member_id] ON [magazine_copies] ([member_id]);
GO


CREATE INDEX [ix_magazine_copies_subscription_id] ON [magazine_copies] ([subscription_id]);
GO


CREATE UNIQUE INDEX [ix_magazine_issues_publication_id_number] ON [magazine_issues] ([publication_id], [number]);
GO


CREATE INDEX [ix_magazine_issues_status_address_freeze_at] ON [magazine_issues] ([status], [address_freeze_at]);
GO


CREATE INDEX [ix_magazine_subscriptions_created_at] ON [magazine_subscriptions] ([created_at]) WHERE status = 'AwaitingPayment';
GO


CREATE INDEX [ix_magazine_subscriptions_giver_id] ON [magazine_subscriptions] ([giver_id]);
GO


CREATE INDEX [ix_magazine_subscriptions_member_id_id] ON [magazine_subscriptions] ([member_id], [id]);
GO


CREATE UNIQUE INDEX [ix_magazine_subscriptions_member_id_publication_id] ON [magazine_subscriptions] ([member_id], [publication_id]) WHERE ended_at IS NULL;
GO


CREATE INDEX [ix_magazine_subscriptions_publication_id_id] ON [magazine_subscriptions] ([publication_id], [id]);
GO


CREATE UNIQUE INDEX [ix_member_flags_flag_member_id] ON [member_flags] ([flag], [member_id]) WHERE until IS NULL;
GO


CREATE INDEX [ix_member_links_member_id_partner_id] ON [member_links] ([member_id], [partner_id]);
GO


CREATE INDEX [ix_member_merges_duplicate_id] ON [member_merges] ([duplicate_id]);
GO


CREATE INDEX [ix_member_merges_survivor_id] ON [member_merges] ([survivor_id]);
GO


CREATE INDEX [ix_member_search_names_name_key_member_id] ON [member_search_names] ([name_key], [member_id]);
GO


CREATE INDEX [ix_member_sign_ins_member_id] ON [member_sign_ins] ([member_id]);
GO


CREATE INDEX [ix_member_status_changes_member_id_changed_at] ON [member_status_changes] ([member_id], [changed_at]);
GO


CREATE UNIQUE INDEX [ix_member_tiers_member_id_tier_set_is_manual_number] ON [member_tiers] ([member_id], [tier_set], [is_manual], [number]);
GO


CREATE INDEX [ix_member_tiers_next_check_at_id] ON [member_tiers] ([next_check_at], [id]) WHERE next_check_at IS NOT NULL;
GO


CREATE INDEX [ix_members_enrolled_at_id] ON [members] ([enrolled_at], [id]);
GO


CREATE INDEX [ix_members_merged_into] ON [members] ([merged_into]);
GO


CREATE INDEX [ix_members_settle_after] ON [members] ([settle_after]) WHERE settle_after IS NOT NULL;
GO


CREATE INDEX [ix_mileage_readings_vehicle_id_read_on_id] ON [mileage_readings] ([vehicle_id], [read_on], [id]);
GO


CREATE INDEX [ix_offer_grants_member_id_granted_at] ON [offer_grants] ([member_id], [granted_at]);
GO


CREATE UNIQUE INDEX [ix_offer_grants_offer_id_member_id_occasion] ON [offer_grants] ([offer_id], [member_id], [occasion]);
GO


CREATE INDEX [ix_offer_grants_points_due_at_id] ON [offer_grants] ([points_due_at], [id]) WHERE points_due_at IS NOT NULL;
GO


CREATE INDEX [ix_offers_status_id] ON [offers] ([status], [id]);
GO


CREATE INDEX [ix_operations_member_id_recorded_at_operation_key] ON [operations] ([member_id], [recorded_at], [operation_key]);
GO


CREATE INDEX [ix_order_differences_partner_id_id] ON [order_differences] ([partner_id], [id]);
GO


CREATE UNIQUE INDEX [ix_order_differences_partner_id_order_id] ON [order_differences] ([partner_id], [order_id]) WHERE resolved_at IS NULL;
GO


CREATE INDEX [ix_partner_clients_partner_id_client_id] ON [partner_clients] ([partner_id], [client_id]);
GO


CREATE INDEX [ix_partner_events_member_id_occurred_at] ON [partner_events] ([member_id], [occurred_at]) WHERE status = 'Posted' AND amount IS NOT NULL;
GO


CREATE INDEX [ix_partner_events_partner_id_replayed_at_event_key] ON [partner_events] ([partner_id], [replayed_at], [event_key]) WHERE replayed_at IS NOT NULL;
GO


CREATE INDEX [ix_partner_events_partner_id_status_received_at_event_key] ON [partner_events] ([partner_id], [status], [received_at], [event_key]);
GO


CREATE INDEX [ix_partner_events_partner_id_waiting_for] ON [partner_events] ([partner_id], [waiting_for]) WHERE waiting_for IS NOT NULL;
GO


CREATE INDEX [ix_partner_events_received_at_event_key] ON [partner_events] ([received_at], [event_key]) WHERE status <> 'Posted';
GO


CREATE INDEX [ix_partner_secrets_partner_id_created_at] ON [partner_secrets] ([partner_id], [created_at]);
GO


CREATE UNIQUE INDEX [ix_partners_slug] ON [partners] ([slug]);
GO


CREATE INDEX [ix_prepaid_blocks_partner_id_id] ON [prepaid_blocks] ([partner_id], [id]);
GO


CREATE INDEX [ix_reconciliation_lines_reconciliation_id_result_now_number] ON [reconciliation_lines] ([reconciliation_id], [result_now], [number]);
GO


CREATE INDEX [ix_reconciliations_partner_id_created_at_id] ON [reconciliations] ([partner_id], [created_at], [id]);
GO


CREATE INDEX [ix_redemptions_member_id_requested_at_id] ON [redemptions] ([member_id], [requested_at], [id]);
GO


CREATE INDEX [ix_redemptions_next_attempt_at_id] ON [redemptions] ([next_attempt_at], [id]) WHERE next_attempt_at IS NOT NULL;
GO


CREATE INDEX [ix_redemptions_partner_id_fulfilled_at_id] ON [redemptions] ([partner_id], [fulfilled_at], [id]) WHERE cost IS NOT NULL AND fulfilled_at IS NOT NULL;
GO


CREATE INDEX [ix_redemptions_partner_id_requested_at] ON [redemptions] ([partner_id], [requested_at]);
GO


CREATE INDEX [ix_redemptions_partner_id_taken_back_at_id] ON [redemptions] ([partner_id], [taken_back_at], [id]) WHERE cost IS NOT NULL AND taken_back_at IS NOT NULL;
GO


CREATE INDEX [ix_redemptions_reward_id_requested_at] ON [redemptions] ([reward_id], [requested_at]);
GO


CREATE INDEX [ix_redemptions_status_method_requested_at_id] ON [redemptions] ([status], [method], [requested_at], [id]);
GO


CREATE UNIQUE INDEX [ix_referral_codes_member_id] ON [referral_codes] ([member_id]);
GO


CREATE INDEX [ix_referrals_next_look_at_id] ON [referrals] ([next_look_at], [id]) WHERE next_look_at IS NOT NULL;
GO


CREATE INDEX [ix_referrals_offer_id] ON [referrals] ([offer_id]);
GO


CREATE UNIQUE INDEX [ix_referrals_referred_id] ON [referrals] ([referred_id]);
GO


CREATE INDEX [ix_referrals_referrer_id] ON [referrals] ([referrer_id]);
GO


CREATE INDEX [ix_reward_codes_redemption_id] ON [reward_codes] ([redemption_id]);
GO


CREATE UNIQUE INDEX [ix_reward_codes_reward_id_fingerprint] ON [reward_codes] ([reward_id], [fingerprint]);
GO


CREATE INDEX [ix_reward_codes_reward_id_imported_at_id] ON [reward_codes] ([reward_id], [imported_at], [id]) WHERE redemption_id IS NULL;
GO


CREATE INDEX [ix_rewards_status_category_display_order_id] ON [rewards] ([status], [category], [display_order], [id]);
GO


CREATE INDEX [ix_rewards_status_display_order_id] ON [rewards] ([status], [display_order], [id]);
GO


CREATE INDEX [ix_tier_runs_requested_at] ON [tier_runs] ([requested_at]) WHERE finished_at IS NULL;
GO


CREATE INDEX [ix_tier_runs_tier_set_requested_at] ON [tier_runs] ([tier_set], [requested_at]);
GO


CREATE INDEX [ix_tiers_tier_set] ON [tiers] ([tier_set]);
GO


CREATE UNIQUE INDEX [ix_vehicle_ownerships_current] ON [vehicle_ownerships] ([vehicle_id]) WHERE owned_until IS NULL;
GO


CREATE INDEX [ix_vehicle_ownerships_member_id_owned_from] ON [vehicle_ownerships] ([member_id], [owned_from]);
GO


CREATE INDEX [ix_vehicle_ownerships_vehicle_id_owned_from] ON [vehicle_ownerships] ([vehicle_id], [owned_from]);
GO


CREATE UNIQUE INDEX [ix_vehicles_vin] ON [vehicles] ([vin]);
GO


CREATE INDEX [ix_vouchers_member_id_id] ON [vouchers] ([member_id], [id]);
GO


CREATE INDEX [ix_vouchers_offer_id] ON [vouchers] ([offer_id]);
GO


CREATE INDEX [ix_vouchers_redemption_id] ON [vouchers] ([redemption_id]);
GO


CREATE UNIQUE INDEX [ix_wallets_member_id_currency] ON [wallets] ([member_id], [currency]);
GO
