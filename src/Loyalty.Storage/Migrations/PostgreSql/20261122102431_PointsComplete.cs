using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Loyalty.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class PointsComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "wallets",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateOnly>(
                name: "closed_through",
                table: "programmes",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "erasure_key",
                table: "programmes",
                type: "bytea",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "lapsed_return_grace_days",
                table: "programmes",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "merge_undo_days",
                table: "programmes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "transfers_allowed",
                table: "programmes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "cost_per_point",
                table: "point_currencies",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);


            migrationBuilder.AddColumn<string>(
                name: "detail",
                table: "partner_events",
                type: "text",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "members",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "erased_by",
                table: "members",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "members",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "settle_after",
                table: "members",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "lots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "member_id",
                table: "idempotent_requests",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "accounting_periods",
                columns: table => new
                {
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    figures_json = table.Column<string>(type: "text", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounting_periods", x => x.first_day);
                });

            migrationBuilder.CreateTable(
                name: "adjustment_days",
                columns: table => new
                {
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustment_days", x => new { x.actor, x.day });
                });

            migrationBuilder.CreateTable(
                name: "adjustment_limits",
                columns: table => new
                {
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    alone_max = table.Column<long>(type: "bigint", nullable: false),
                    per_day_max = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustment_limits", x => x.role);
                });

            migrationBuilder.CreateTable(
                name: "adjustment_reasons",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustment_reasons", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "adjustments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    note = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    requested_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content_hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    decided_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "backtests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    definition_json = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    events_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    events_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    events_max = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    processed = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: true),
                    result = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    is_cancel_requested = table.Column<bool>(type: "boolean", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backtests", x => x.id);
                    table.ForeignKey(
                        name: "fk_backtests_earning_rules_rule_id",
                        column: x => x.rule_id,
                        principalTable: "earning_rules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "erased_references",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_references", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "holds",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hold_id = table.Column<Guid>(type: "uuid", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    lots = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    status = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    captured_points = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    operation = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => new { x.wallet_id, x.hold_id });
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    done_through = table.Column<DateOnly>(type: "date", nullable: true),
                    cursor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    node = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    processed = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobs", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "ledger_totals",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    counter_account = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    funder = table.Column<Guid>(type: "uuid", nullable: false),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_totals", x => new { x.day, x.currency, x.kind, x.counter_account, x.funder, x.slot });
                });

            migrationBuilder.CreateTable(
                name: "member_attributes",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attribute_key = table.Column<string>(type: "character varying(100)", unicode: false, maxLength: 100, nullable: false, collation: "C"),
                    attribute_value = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_attributes", x => new { x.member_id, x.attribute_key });
                    table.ForeignKey(
                        name: "fk_member_attributes_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "member_merges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    survivor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    duplicate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status_before = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    moved = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    merged_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    merged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undo_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_merges", x => x.id);
                    table.ForeignKey(
                        name: "fk_member_merges_members_duplicate_id",
                        column: x => x.duplicate_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_member_merges_members_survivor_id",
                        column: x => x.survivor_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "member_tiers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tier_set = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    is_manual = table.Column<bool>(type: "boolean", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    tier = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    holds_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    assured_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_check_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    explanation = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    note = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    given_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    ended_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_tiers", x => x.id);
                    table.ForeignKey(
                        name: "fk_member_tiers_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    operation_key = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content_hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    reversed_points = table.Column<long>(type: "bigint", nullable: false),
                    postings = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.operation_key);
                });

            migrationBuilder.CreateTable(
                name: "tier_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tier_set = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    requested_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    position = table.Column<Guid>(type: "uuid", nullable: true),
                    members_done = table.Column<long>(type: "bigint", nullable: false),
                    members_total = table.Column<long>(type: "bigint", nullable: false),
                    moves = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tier_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tier_sets",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    display_order = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    draft = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    number = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    activated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tier_sets", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "tier_work",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    leased_by = table.Column<Guid>(type: "uuid", nullable: false),
                    caught_up_to = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tier_work", x => x.id);
                    table.CheckConstraint("ck_tier_work_only_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "tier_set_versions",
                columns: table => new
                {
                    tier_set = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    activated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    activated_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tier_set_versions", x => new { x.tier_set, x.number });
                    table.ForeignKey(
                        name: "fk_tier_set_versions_tier_sets_tier_set",
                        column: x => x.tier_set,
                        principalTable: "tier_sets",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tiers",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    tier_set = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    was_in_force = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tiers", x => x.code);
                    table.ForeignKey(
                        name: "fk_tiers_tier_sets_tier_set",
                        column: x => x.tier_set,
                        principalTable: "tier_sets",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "adjustment_limits",
                columns: new[] { "role", "alone_max", "per_day_max" },
                values: new object[,]
                {
                    { "administrator", 10000L, 1000000L },
                    { "manager", 10000L, 100000L },
                    { "support", 1000L, 10000L }
                });

            migrationBuilder.InsertData(
                table: "adjustment_reasons",
                columns: new[] { "code", "active", "name" },
                values: new object[,]
                {
                    { "CORRECTION", true, "Correction of a mistake" },
                    { "GOODWILL", true, "Goodwill" }
                });

            migrationBuilder.UpdateData(
                table: "programmes",
                keyColumn: "id",
                keyValue: 1,
                columns: new[] { "closed_through", "erasure_key", "lapsed_return_grace_days", "merge_undo_days", "transfers_allowed" },
                values: new object[] { null, null, null, 30, false });

            migrationBuilder.InsertData(
                table: "tier_work",
                columns: new[] { "id", "caught_up_to", "leased_by", "leased_until" },
                values: new object[] { 1, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), new Guid("00000000-0000-0000-0000-000000000000"), new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)) });

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_member_id_occurred_at",
                table: "partner_events",
                columns: new[] { "member_id", "occurred_at" },
                filter: "status = 'Posted' AND amount IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_members_merged_into",
                table: "members",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "ix_members_settle_after",
                table: "members",
                column: "settle_after",
                filter: "settle_after IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_lots_expires_on_wallet_id",
                table: "lots",
                columns: new[] { "expires_on", "wallet_id" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_requests_member_id",
                table: "idempotent_requests",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_adjustments_member_id_id",
                table: "adjustments",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_adjustments_status_id",
                table: "adjustments",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_backtests_rule_id_started_at",
                table: "backtests",
                columns: new[] { "rule_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_holds_expires_at_hold_id",
                table: "holds",
                columns: new[] { "expires_at", "hold_id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_holds_hold_id",
                table: "holds",
                column: "hold_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_member_merges_duplicate_id",
                table: "member_merges",
                column: "duplicate_id");

            migrationBuilder.CreateIndex(
                name: "ix_member_merges_survivor_id",
                table: "member_merges",
                column: "survivor_id");

            migrationBuilder.CreateIndex(
                name: "ix_member_tiers_member_id_tier_set_is_manual_number",
                table: "member_tiers",
                columns: new[] { "member_id", "tier_set", "is_manual", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_member_tiers_next_check_at_id",
                table: "member_tiers",
                columns: new[] { "next_check_at", "id" },
                filter: "next_check_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_operations_member_id_recorded_at_operation_key",
                table: "operations",
                columns: new[] { "member_id", "recorded_at", "operation_key" });

            migrationBuilder.CreateIndex(
                name: "ix_tier_runs_requested_at",
                table: "tier_runs",
                column: "requested_at",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tier_runs_tier_set_requested_at",
                table: "tier_runs",
                columns: new[] { "tier_set", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tiers_tier_set",
                table: "tiers",
                column: "tier_set");

            migrationBuilder.AddForeignKey(
                name: "fk_members_members_merged_into",
                table: "members",
                column: "merged_into",
                principalTable: "members",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddColumn<string>(
                name: "expiry",
                table: "point_currencies",
                type: "text",
                maxLength: -1,
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql(
                """
                UPDATE point_currencies SET expiry = CASE WHEN expiry_months IS NULL THEN '{"kind":"never"}'
                    ELSE '{"kind":"endOfMonth","count":' || expiry_months || '}' END
                """
            );

            migrationBuilder.DropColumn(
                name: "expiry_months",
                table: "point_currencies");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_members_members_merged_into",
                table: "members");

            migrationBuilder.DropTable(
                name: "accounting_periods");

            migrationBuilder.DropTable(
                name: "adjustment_days");

            migrationBuilder.DropTable(
                name: "adjustment_limits");

            migrationBuilder.DropTable(
                name: "adjustment_reasons");

            migrationBuilder.DropTable(
                name: "adjustments");

            migrationBuilder.DropTable(
                name: "backtests");

            migrationBuilder.DropTable(
                name: "erased_references");

            migrationBuilder.DropTable(
                name: "holds");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "ledger_totals");

            migrationBuilder.DropTable(
                name: "member_attributes");

            migrationBuilder.DropTable(
                name: "member_merges");

            migrationBuilder.DropTable(
                name: "member_tiers");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "tier_runs");

            migrationBuilder.DropTable(
                name: "tier_set_versions");

            migrationBuilder.DropTable(
                name: "tier_work");

            migrationBuilder.DropTable(
                name: "tiers");

            migrationBuilder.DropTable(
                name: "tier_sets");

            migrationBuilder.DropIndex(
                name: "ix_partner_events_member_id_occurred_at",
                table: "partner_events");

            migrationBuilder.DropIndex(
                name: "ix_members_merged_into",
                table: "members");

            migrationBuilder.DropIndex(
                name: "ix_members_settle_after",
                table: "members");

            migrationBuilder.DropIndex(
                name: "ix_lots_expires_on_wallet_id",
                table: "lots");

            migrationBuilder.DropIndex(
                name: "ix_idempotent_requests_member_id",
                table: "idempotent_requests");

            migrationBuilder.DropColumn(
                name: "held",
                table: "wallets");

            migrationBuilder.DropColumn(
                name: "closed_through",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "erasure_key",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "lapsed_return_grace_days",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "merge_undo_days",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "transfers_allowed",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "cost_per_point",
                table: "point_currencies");

            migrationBuilder.DropColumn(
                name: "expiry",
                table: "point_currencies");

            migrationBuilder.DropColumn(
                name: "detail",
                table: "partner_events");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "members");

            migrationBuilder.DropColumn(
                name: "erased_by",
                table: "members");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "members");

            migrationBuilder.DropColumn(
                name: "settle_after",
                table: "members");

            migrationBuilder.DropColumn(
                name: "held",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "member_id",
                table: "idempotent_requests");

            migrationBuilder.AddColumn<int>(
                name: "expiry_months",
                table: "point_currencies",
                type: "integer",
                nullable: true);
        }
    }
}
