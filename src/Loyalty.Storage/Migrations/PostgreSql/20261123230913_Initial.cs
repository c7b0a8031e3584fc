using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Loyalty.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "cap_counters",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cap_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cap_counters", x => new { x.wallet_id, x.cap_id, x.period_start });
                });

            migrationBuilder.CreateTable(
                name: "care_letter_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    letters = table.Column<int>(type: "integer", nullable: false),
                    left_out = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_letter_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "care_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "care_settings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    cap_contacts = table.Column<int>(type: "integer", nullable: false),
                    cap_days = table.Column<int>(type: "integer", nullable: false),
                    quiet_from = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    quiet_until = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    complaint_days = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clearing_pages",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clearing_pages", x => new { x.partner_id, x.first_day, x.number });
                });

            migrationBuilder.CreateTable(
                name: "clearing_statements",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    lines = table.Column<int>(type: "integer", nullable: false),
                    figures = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clearing_statements", x => new { x.partner_id, x.first_day });
                });

            migrationBuilder.CreateTable(
                name: "club_events",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    happened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    dispatched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_club_events", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "earning_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    draft_json = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    published_number = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_earning_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "entries",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", maxLength: 40, nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    balance_after = table.Column<long>(type: "bigint", nullable: false),
                    arrears_after = table.Column<long>(type: "bigint", nullable: false),
                    counter_account = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    event_key = table.Column<Guid>(type: "uuid", nullable: false),
                    reverses_sequence = table.Column<long>(type: "bigint", nullable: true),
                    lot_moves = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    explanation = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entries", x => new { x.wallet_id, x.sequence });
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
                name: "event_subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C"),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    types = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    concurrency_max = table.Column<int>(type: "integer", nullable: false),
                    encrypted_key = table.Column<byte[]>(type: "bytea", maxLength: 2000, nullable: false),
                    key_made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    encrypted_previous_key = table.Column<byte[]>(type: "bytea", maxLength: 2000, nullable: true),
                    previous_key_ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_subscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gatherings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    begins_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    remind_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    turn = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gatherings", x => x.id);
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
                name: "idempotent_requests",
                columns: table => new
                {
                    caller = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    status_code = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    content_type = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    etag = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    location = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_requests", x => new { x.caller, x.key });
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
                name: "line_disputes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    line = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false),
                    correction_points = table.Column<long>(type: "bigint", nullable: true),
                    correction_point_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    correction_money = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    correction_money_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    corrected_in = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_line_disputes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_tokens",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    used_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_tokens", x => x.token_hash);
                });

            migrationBuilder.CreateTable(
                name: "lots",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: false),
                    activates_on = table.Column<DateOnly>(type: "date", nullable: false),
                    funder = table.Column<Guid>(type: "uuid", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lots", x => new { x.wallet_id, x.expires_on, x.activates_on, x.funder });
                });

            migrationBuilder.CreateTable(
                name: "member_links",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_customer_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    linked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_links", x => new { x.partner_id, x.partner_customer_id });
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    enrolled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enrolment_source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    moved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    preferred_language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: true),
                    relationship = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    interest_level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    settle_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    erased_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    address_addressee = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    address_city = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    address_country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: true),
                    address_postal_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    address_region = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    address_street = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    name_company = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    name_display = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    name_family = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    name_given = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_members_members_merged_into",
                        column: x => x.merged_into,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    trigger_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
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
                    payment = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    postings = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.operation_key);
                });

            migrationBuilder.CreateTable(
                name: "order_differences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ours = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    theirs = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    note = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_order_differences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partner_events",
                columns: table => new
                {
                    event_key = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    event_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    content_hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    replayed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    late = table.Column<bool>(type: "boolean", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    amount_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    reversed_amount = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: false),
                    detail = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    postings = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    waiting_for = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    problem = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    json = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_events", x => x.event_key);
                });

            migrationBuilder.CreateTable(
                name: "partners",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    contract = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partners", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "point_currencies",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    expiry = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    cost_per_point = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    value_per_point = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_point_currencies", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "programmes",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    return_policy = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    closed_through = table.Column<DateOnly>(type: "date", nullable: true),
                    lapsed_return_grace_days = table.Column<int>(type: "integer", nullable: true),
                    transfers_allowed = table.Column<bool>(type: "boolean", nullable: false),
                    merge_undo_days = table.Column<int>(type: "integer", nullable: false),
                    erasure_key = table.Column<byte[]>(type: "bytea", maxLength: 1000, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programmes", x => x.id);
                    table.CheckConstraint("ck_programmes_only_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_lines",
                columns: table => new
                {
                    reconciliation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    result_now = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    event_key = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    event_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    amount_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: true),
                    point_currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    finding = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation_lines", x => new { x.reconciliation_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "rewards",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    category = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    display_order = table.Column<int>(type: "integer", nullable: false),
                    search_text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    visible_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    visible_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rewards", x => x.id);
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
                name: "trusted_documents",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trusted_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vehicles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vin = table.Column<string>(type: "character varying(17)", unicode: false, maxLength: 17, nullable: false),
                    model = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    plant = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    built_on = table.Column<DateOnly>(type: "date", nullable: true),
                    warranty_ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    mileage_km = table.Column<int>(type: "integer", nullable: true),
                    mileage_read_on = table.Column<DateOnly>(type: "date", nullable: true),
                    mileage_recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vehicles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "wallets",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false),
                    arrears = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wallets", x => x.wallet_id);
                });

            migrationBuilder.CreateTable(
                name: "care_rule_versions",
                columns: table => new
                {
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_rule_versions", x => new { x.rule_id, x.version });
                    table.ForeignKey(
                        name: "fk_care_rule_versions_care_rules_rule_id",
                        column: x => x.rule_id,
                        principalTable: "care_rules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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
                name: "earning_rule_versions",
                columns: table => new
                {
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    definition_json = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_earning_rule_versions", x => new { x.rule_id, x.number });
                    table.ForeignKey(
                        name: "fk_earning_rule_versions_earning_rules_rule_id",
                        column: x => x.rule_id,
                        principalTable: "earning_rules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "event_deliveries",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_number = table.Column<long>(type: "bigint", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    last_error = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_deliveries", x => new { x.subscription_id, x.event_number });
                    table.ForeignKey(
                        name: "fk_event_deliveries_club_events_event_number",
                        column: x => x.event_number,
                        principalTable: "club_events",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_event_deliveries_event_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "event_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "event_lanes",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_lanes", x => new { x.subscription_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_event_lanes_event_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "event_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispute_steps",
                columns: table => new
                {
                    dispute_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute_steps", x => new { x.dispute_id, x.number });
                    table.ForeignKey(
                        name: "fk_dispute_steps_line_disputes_dispute_id",
                        column: x => x.dispute_id,
                        principalTable: "line_disputes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "business_relations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    other_member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    other_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: true),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_business_relations", x => x.id);
                    table.ForeignKey(
                        name: "fk_business_relations_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_business_relations_members_other_member_id",
                        column: x => x.other_member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cards",
                columns: table => new
                {
                    number = table.Column<string>(type: "character varying(19)", unicode: false, maxLength: 19, nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    replaced_by = table.Column<string>(type: "character varying(19)", unicode: false, maxLength: 19, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cards", x => x.number);
                    table.ForeignKey(
                        name: "fk_cards_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "care_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rule_version = table.Column<long>(type: "bigint", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occasion = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    facts = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    is_control = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    planned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_counted = table.Column<bool>(type: "boolean", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    taken_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    taken_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    letter_file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_care_events_care_letter_files_letter_file_id",
                        column: x => x.letter_file_id,
                        principalTable: "care_letter_files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_care_events_care_rules_rule_id",
                        column: x => x.rule_id,
                        principalTable: "care_rules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_care_events_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "care_preferences",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    snoozed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    muted = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_preferences", x => x.member_id);
                    table.ForeignKey(
                        name: "fk_care_preferences_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consent_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted = table.Column<bool>(type: "boolean", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_consent_changes_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    granted = table.Column<bool>(type: "boolean", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consents", x => new { x.member_id, x.purpose, x.channel });
                    table.ForeignKey(
                        name: "fk_consents_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "contact_points",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    normalized_value = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false, collation: "C"),
                    is_primary = table.Column<bool>(type: "boolean", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claimed_value = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_points", x => x.id);
                    table.ForeignKey(
                        name: "fk_contact_points_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "external_ids",
                columns: table => new
                {
                    system = table.Column<string>(type: "character varying(60)", unicode: false, maxLength: 60, nullable: false, collation: "C"),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    value = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_external_ids", x => new { x.member_id, x.system });
                    table.ForeignKey(
                        name: "fk_external_ids_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gathering_invitations",
                columns: table => new
                {
                    gathering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gathering_invitations", x => new { x.gathering_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_gathering_invitations_gatherings_gathering_id",
                        column: x => x.gathering_id,
                        principalTable: "gatherings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_gathering_invitations_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gathering_sign_ups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gathering_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    guests = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    signed_up_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    promoted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reminded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    attended = table.Column<bool>(type: "boolean", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gathering_sign_ups", x => x.id);
                    table.ForeignKey(
                        name: "fk_gathering_sign_ups_gatherings_gathering_id",
                        column: x => x.gathering_id,
                        principalTable: "gatherings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_gathering_sign_ups_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "households",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    organiser_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_households", x => x.id);
                    table.ForeignKey(
                        name: "fk_households_members_organiser_id",
                        column: x => x.organiser_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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
                name: "member_flags",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    flag = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_flags", x => new { x.member_id, x.flag, x.since });
                    table.ForeignKey(
                        name: "fk_member_flags_members_member_id",
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
                name: "member_search_names",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_search_names", x => new { x.member_id, x.name_key });
                    table.ForeignKey(
                        name: "fk_member_search_names_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "member_sign_ins",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "character varying(200)", unicode: false, maxLength: 200, nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "character varying(255)", unicode: false, maxLength: 255, nullable: false, collation: "C"),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_sign_ins", x => new { x.issuer, x.subject });
                    table.ForeignKey(
                        name: "fk_member_sign_ins_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "member_status_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    to_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    changed_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_status_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_member_status_changes_members_member_id",
                        column: x => x.member_id,
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
                name: "referral_codes",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false, collation: "C"),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referral_codes", x => x.code);
                    table.ForeignKey(
                        name: "fk_referral_codes_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "returned_addresses",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    returned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_returned_addresses", x => new { x.member_id, x.channel, x.fingerprint });
                    table.ForeignKey(
                        name: "fk_returned_addresses_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offer_counts",
                columns: table => new
                {
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_counts", x => new { x.offer_id, x.key });
                    table.ForeignKey(
                        name: "fk_offer_counts_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offer_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_version = table.Column<long>(type: "bigint", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occasion = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    points_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    points_refusal = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    badge = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_grants", x => x.id);
                    table.ForeignKey(
                        name: "fk_offer_grants_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_offer_grants_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "referrals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    referrer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    referred_id = table.Column<Guid>(type: "uuid", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    next_look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referrals", x => x.id);
                    table.ForeignKey(
                        name: "fk_referrals_members_referred_id",
                        column: x => x.referred_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_referrals_members_referrer_id",
                        column: x => x.referrer_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_referrals_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    voucher_value = table.Column<long>(type: "bigint", nullable: false),
                    rewards = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    redemption_id = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vouchers", x => x.id);
                    table.ForeignKey(
                        name: "fk_vouchers_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_vouchers_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "partner_clients",
                columns: table => new
                {
                    client_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bound_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    bound_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_clients", x => x.client_id);
                    table.ForeignKey(
                        name: "fk_partner_clients_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "partner_secrets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    encrypted_key = table.Column<byte[]>(type: "bytea", maxLength: 1000, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_secrets", x => x.id);
                    table.ForeignKey(
                        name: "fk_partner_secrets_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "prepaid_blocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    paid_amount = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    paid_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    warned = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prepaid_blocks", x => x.id);
                    table.ForeignKey(
                        name: "fk_prepaid_blocks_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    totals = table.Column<string>(type: "text", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliations", x => x.id);
                    table.ForeignKey(
                        name: "fk_reconciliations_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "redemption_endpoints",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    url = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    authentication = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    token_url = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    client_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    scope = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    encrypted_secret = table.Column<byte[]>(type: "bytea", maxLength: 2000, nullable: false),
                    timeout_seconds = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemption_endpoints", x => x.partner_id);
                    table.ForeignKey(
                        name: "fk_redemption_endpoints_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "magazine_issues",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    address_freeze_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    dispatch_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    addressed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dispatched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_magazine_issues", x => x.id);
                    table.ForeignKey(
                        name: "fk_magazine_issues_publications_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "magazine_subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    from_issue = table.Column<int>(type: "integer", nullable: false),
                    until_issue = table.Column<int>(type: "integer", nullable: true),
                    giver_id = table.Column<Guid>(type: "uuid", nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    content_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    returns = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rests_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resumed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_magazine_subscriptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_magazine_subscriptions_members_giver_id",
                        column: x => x.giver_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_subscriptions_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_subscriptions_publications_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "redemptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reward_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reward_version = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    voucher_id = table.Column<Guid>(type: "uuid", nullable: true),
                    voucher_points = table.Column<long>(type: "bigint", nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    points_from = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    money_amount = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    money_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    content_hash = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    settlement = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    product = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    unit_cost = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    cost = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    cost_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    encrypted_delivery = table.Column<byte[]>(type: "bytea", maxLength: -1, nullable: true),
                    encrypted_content = table.Column<byte[]>(type: "bytea", maxLength: -1, nullable: true),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    carrier = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    hold_id = table.Column<Guid>(type: "uuid", nullable: true),
                    capture_operation = table.Column<Guid>(type: "uuid", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    member_period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cancellable_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    return_days = table.Column<int>(type: "integer", nullable: true),
                    usable_days = table.Column<int>(type: "integer", nullable: true),
                    fulfilled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    taken_back_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_cancelling = table.Column<bool>(type: "boolean", nullable: false),
                    cause = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    transition_count = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_redemptions_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_redemptions_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reward_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reward_id = table.Column<Guid>(type: "uuid", nullable: false),
                    encrypted_code = table.Column<byte[]>(type: "bytea", maxLength: 1000, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", fixedLength: true, maxLength: 32, nullable: false),
                    redemption_id = table.Column<Guid>(type: "uuid", nullable: true),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reward_codes", x => x.id);
                    table.ForeignKey(
                        name: "fk_reward_codes_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reward_counts",
                columns: table => new
                {
                    reward_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reward_counts", x => new { x.reward_id, x.key, x.slot });
                    table.ForeignKey(
                        name: "fk_reward_counts_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
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

            migrationBuilder.CreateTable(
                name: "interactions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    dealer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    vehicle_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(19,4)", precision: 19, scale: 4, nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interactions", x => x.id);
                    table.ForeignKey(
                        name: "fk_interactions_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_interactions_vehicles_vehicle_id",
                        column: x => x.vehicle_id,
                        principalTable: "vehicles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "mileage_readings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vehicle_id = table.Column<Guid>(type: "uuid", nullable: false),
                    read_on = table.Column<DateOnly>(type: "date", nullable: false),
                    kilometres = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    is_correction = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mileage_readings", x => x.id);
                    table.ForeignKey(
                        name: "fk_mileage_readings_vehicles_vehicle_id",
                        column: x => x.vehicle_id,
                        principalTable: "vehicles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "vehicle_ownerships",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    vehicle_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owned_from = table.Column<DateOnly>(type: "date", nullable: false),
                    owned_until = table.Column<DateOnly>(type: "date", nullable: true),
                    purchased_on = table.Column<DateOnly>(type: "date", nullable: true),
                    dealer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    insurance_ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vehicle_ownerships", x => x.id);
                    table.ForeignKey(
                        name: "fk_vehicle_ownerships_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_vehicle_ownerships_vehicles_vehicle_id",
                        column: x => x.vehicle_id,
                        principalTable: "vehicles",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "event_attempts",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_number = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    tried_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    error = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    milliseconds = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_attempts", x => new { x.subscription_id, x.event_number, x.number });
                    table.ForeignKey(
                        name: "fk_event_attempts_event_deliveries_subscription_id_event_number",
                        columns: x => new { x.subscription_id, x.event_number },
                        principalTable: "event_deliveries",
                        principalColumns: new[] { "subscription_id", "event_number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "care_reports",
                columns: table => new
                {
                    care_event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reported_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_reports", x => new { x.care_event_id, x.number });
                    table.ForeignKey(
                        name: "fk_care_reports_care_events_care_event_id",
                        column: x => x.care_event_id,
                        principalTable: "care_events",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "household_places",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    invited_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    joined_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ending = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    share_percent = table.Column<int>(type: "integer", nullable: false),
                    may_spend = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_household_places", x => x.id);
                    table.ForeignKey(
                        name: "fk_household_places_households_household_id",
                        column: x => x.household_id,
                        principalTable: "households",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_household_places_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "magazine_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    issue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    obstacle = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_place = table.Column<int>(type: "integer", nullable: true),
                    region = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false, collation: "C"),
                    postal_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    recipient = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    address_fingerprint = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    return_reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_magazine_copies", x => x.id);
                    table.ForeignKey(
                        name: "fk_magazine_copies_magazine_issues_issue_id",
                        column: x => x.issue_id,
                        principalTable: "magazine_issues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_copies_magazine_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "magazine_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_copies_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "redemption_transitions",
                columns: table => new
                {
                    redemption_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    to_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    cause = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    detail = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemption_transitions", x => new { x.redemption_id, x.number });
                    table.ForeignKey(
                        name: "fk_redemption_transitions_redemptions_redemption_id",
                        column: x => x.redemption_id,
                        principalTable: "redemptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "complaints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    care_event_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interaction_id = table.Column<Guid>(type: "uuid", nullable: true),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    assigned_to = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    resolution = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaints", x => x.id);
                    table.ForeignKey(
                        name: "fk_complaints_care_events_care_event_id",
                        column: x => x.care_event_id,
                        principalTable: "care_events",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_complaints_interactions_interaction_id",
                        column: x => x.interaction_id,
                        principalTable: "interactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_complaints_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
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

            migrationBuilder.InsertData(
                table: "programmes",
                columns: new[] { "id", "closed_through", "erasure_key", "lapsed_return_grace_days", "merge_undo_days", "name", "return_policy", "time_zone", "transfers_allowed", "version" },
                values: new object[] { 1, null, null, null, 30, "Club", "WithArrears", "UTC", false, 1L });

            migrationBuilder.InsertData(
                table: "tier_work",
                columns: new[] { "id", "caught_up_to", "leased_by", "leased_until" },
                values: new object[] { 1, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), new Guid("00000000-0000-0000-0000-000000000000"), new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)) });

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
                name: "ix_business_relations_member_id",
                table: "business_relations",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_business_relations_other_member_id",
                table: "business_relations",
                column: "other_member_id");

            migrationBuilder.CreateIndex(
                name: "ix_cards_member_id",
                table: "cards",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_care_events_due_on_id",
                table: "care_events",
                columns: new[] { "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_care_events_letter_file_id_id",
                table: "care_events",
                columns: new[] { "letter_file_id", "id" },
                filter: "letter_file_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_care_events_member_id_sent_at",
                table: "care_events",
                columns: new[] { "member_id", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_care_events_planned_at_id",
                table: "care_events",
                columns: new[] { "planned_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_care_events_rule_id_member_id_occasion",
                table: "care_events",
                columns: new[] { "rule_id", "member_id", "occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_care_events_status_channel_priority_sent_at_id",
                table: "care_events",
                columns: new[] { "status", "channel", "priority", "sent_at", "id" },
                descending: new[] { false, false, true, false, false });

            migrationBuilder.CreateIndex(
                name: "ix_care_events_status_next_at_id",
                table: "care_events",
                columns: new[] { "status", "next_at", "id" },
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_care_letter_files_number",
                table: "care_letter_files",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_care_rules_status_id",
                table: "care_rules",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_club_events_happened_at",
                table: "club_events",
                column: "happened_at");

            migrationBuilder.CreateIndex(
                name: "ix_club_events_id",
                table: "club_events",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_club_events_number",
                table: "club_events",
                column: "number",
                filter: "dispatched_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_care_event_id",
                table: "complaints",
                column: "care_event_id");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_interaction_id",
                table: "complaints",
                column: "interaction_id");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_member_id",
                table: "complaints",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_status_due_at_id",
                table: "complaints",
                columns: new[] { "status", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_changes_member_id_id",
                table: "consent_changes",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_points_claimed_value",
                table: "contact_points",
                column: "claimed_value",
                unique: true,
                filter: "claimed_value IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_contact_points_member_id_normalized_value",
                table: "contact_points",
                columns: new[] { "member_id", "normalized_value" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_contact_points_normalized_value_member_id",
                table: "contact_points",
                columns: new[] { "normalized_value", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_earning_rules_created_at",
                table: "earning_rules",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_event_number",
                table: "event_deliveries",
                column: "event_number");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_member_id_event_number",
                table: "event_deliveries",
                columns: new[] { "member_id", "event_number" });

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_state_subscription_id_event_number",
                table: "event_deliveries",
                columns: new[] { "state", "subscription_id", "event_number" },
                filter: "state = 'Dead'");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_subscription_id_member_id_event_number",
                table: "event_deliveries",
                columns: new[] { "subscription_id", "member_id", "event_number" },
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_subscription_id_queued_at",
                table: "event_deliveries",
                columns: new[] { "subscription_id", "queued_at" },
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_event_lanes_subscription_id_next_attempt_at",
                table: "event_lanes",
                columns: new[] { "subscription_id", "next_attempt_at" },
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_subscriptions_url",
                table: "event_subscriptions",
                column: "url",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_external_ids_value_system",
                table: "external_ids",
                columns: new[] { "value", "system" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gathering_invitations_member_id",
                table: "gathering_invitations",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_gathering_sign_ups_gathering_id_member_id",
                table: "gathering_sign_ups",
                columns: new[] { "gathering_id", "member_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gathering_sign_ups_gathering_id_number_id",
                table: "gathering_sign_ups",
                columns: new[] { "gathering_id", "number", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_gathering_sign_ups_gathering_id_status_number",
                table: "gathering_sign_ups",
                columns: new[] { "gathering_id", "status", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_gathering_sign_ups_member_id",
                table: "gathering_sign_ups",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_gatherings_begins_at_id",
                table: "gatherings",
                columns: new[] { "begins_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_gatherings_code",
                table: "gatherings",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_gatherings_status_ends_at",
                table: "gatherings",
                columns: new[] { "status", "ends_at" });

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
                name: "ix_household_places_current",
                table: "household_places",
                column: "member_id",
                unique: true,
                filter: "joined_at IS NOT NULL AND ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_household_places_household_id",
                table: "household_places",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "ix_household_places_member_id_invited_at",
                table: "household_places",
                columns: new[] { "member_id", "invited_at" });

            migrationBuilder.CreateIndex(
                name: "ix_household_places_open",
                table: "household_places",
                columns: new[] { "household_id", "member_id" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_households_organiser_id",
                table: "households",
                column: "organiser_id");

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_requests_created_at",
                table: "idempotent_requests",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_requests_member_id",
                table: "idempotent_requests",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_interactions_member_id_occurred_at_id",
                table: "interactions",
                columns: new[] { "member_id", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_recorded_at_member_id",
                table: "interactions",
                columns: new[] { "recorded_at", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_vehicle_id",
                table: "interactions",
                column: "vehicle_id");

            migrationBuilder.CreateIndex(
                name: "ix_line_disputes_partner_id_corrected_in",
                table: "line_disputes",
                columns: new[] { "partner_id", "corrected_in" },
                filter: "status = 'Corrected'");

            migrationBuilder.CreateIndex(
                name: "ix_line_disputes_partner_id_first_day_line",
                table: "line_disputes",
                columns: new[] { "partner_id", "first_day", "line" },
                unique: true,
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_line_disputes_partner_id_opened_at_id",
                table: "line_disputes",
                columns: new[] { "partner_id", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_link_tokens_expires_at",
                table: "link_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_link_tokens_member_id_created_at",
                table: "link_tokens",
                columns: new[] { "member_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_lots_expires_on_wallet_id",
                table: "lots",
                columns: new[] { "expires_on", "wallet_id" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_issue_id_channel_country_postal_code_id",
                table: "magazine_copies",
                columns: new[] { "issue_id", "channel", "country", "postal_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_issue_id_household_id_household_place",
                table: "magazine_copies",
                columns: new[] { "issue_id", "household_id", "household_place" },
                unique: true,
                filter: "household_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_issue_id_id",
                table: "magazine_copies",
                columns: new[] { "issue_id", "id" },
                filter: "status = 'Ready'");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_member_id",
                table: "magazine_copies",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_subscription_id",
                table: "magazine_copies",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_issues_publication_id_number",
                table: "magazine_issues",
                columns: new[] { "publication_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_magazine_issues_status_address_freeze_at",
                table: "magazine_issues",
                columns: new[] { "status", "address_freeze_at" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_created_at",
                table: "magazine_subscriptions",
                column: "created_at",
                filter: "status = 'AwaitingPayment'");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_giver_id",
                table: "magazine_subscriptions",
                column: "giver_id");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_member_id_id",
                table: "magazine_subscriptions",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_member_id_publication_id",
                table: "magazine_subscriptions",
                columns: new[] { "member_id", "publication_id" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_publication_id_id",
                table: "magazine_subscriptions",
                columns: new[] { "publication_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_member_flags_flag_member_id",
                table: "member_flags",
                columns: new[] { "flag", "member_id" },
                unique: true,
                filter: "until IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_member_links_member_id_partner_id",
                table: "member_links",
                columns: new[] { "member_id", "partner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_member_merges_duplicate_id",
                table: "member_merges",
                column: "duplicate_id");

            migrationBuilder.CreateIndex(
                name: "ix_member_merges_survivor_id",
                table: "member_merges",
                column: "survivor_id");

            migrationBuilder.CreateIndex(
                name: "ix_member_search_names_name_key_member_id",
                table: "member_search_names",
                columns: new[] { "name_key", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_member_sign_ins_member_id",
                table: "member_sign_ins",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_member_status_changes_member_id_changed_at",
                table: "member_status_changes",
                columns: new[] { "member_id", "changed_at" });

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
                name: "ix_members_enrolled_at_id",
                table: "members",
                columns: new[] { "enrolled_at", "id" });

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
                name: "ix_mileage_readings_vehicle_id_read_on_id",
                table: "mileage_readings",
                columns: new[] { "vehicle_id", "read_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offer_grants_member_id_granted_at",
                table: "offer_grants",
                columns: new[] { "member_id", "granted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_offer_grants_offer_id_member_id_occasion",
                table: "offer_grants",
                columns: new[] { "offer_id", "member_id", "occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_offer_grants_points_due_at_id",
                table: "offer_grants",
                columns: new[] { "points_due_at", "id" },
                filter: "points_due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_offers_status_id",
                table: "offers",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_operations_member_id_recorded_at_operation_key",
                table: "operations",
                columns: new[] { "member_id", "recorded_at", "operation_key" });

            migrationBuilder.CreateIndex(
                name: "ix_order_differences_partner_id_id",
                table: "order_differences",
                columns: new[] { "partner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_order_differences_partner_id_order_id",
                table: "order_differences",
                columns: new[] { "partner_id", "order_id" },
                unique: true,
                filter: "resolved_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_partner_clients_partner_id_client_id",
                table: "partner_clients",
                columns: new[] { "partner_id", "client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_member_id_occurred_at",
                table: "partner_events",
                columns: new[] { "member_id", "occurred_at" },
                filter: "status = 'Posted' AND amount IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_partner_id_replayed_at_event_key",
                table: "partner_events",
                columns: new[] { "partner_id", "replayed_at", "event_key" },
                filter: "replayed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_partner_id_status_received_at_event_key",
                table: "partner_events",
                columns: new[] { "partner_id", "status", "received_at", "event_key" });

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_partner_id_waiting_for",
                table: "partner_events",
                columns: new[] { "partner_id", "waiting_for" },
                filter: "waiting_for IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_received_at_event_key",
                table: "partner_events",
                columns: new[] { "received_at", "event_key" },
                filter: "status <> 'Posted'");

            migrationBuilder.CreateIndex(
                name: "ix_partner_secrets_partner_id_created_at",
                table: "partner_secrets",
                columns: new[] { "partner_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_partners_slug",
                table: "partners",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_prepaid_blocks_partner_id_id",
                table: "prepaid_blocks",
                columns: new[] { "partner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reconciliation_lines_reconciliation_id_result_now_number",
                table: "reconciliation_lines",
                columns: new[] { "reconciliation_id", "result_now", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_reconciliations_partner_id_created_at_id",
                table: "reconciliations",
                columns: new[] { "partner_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_member_id_requested_at_id",
                table: "redemptions",
                columns: new[] { "member_id", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_next_attempt_at_id",
                table: "redemptions",
                columns: new[] { "next_attempt_at", "id" },
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_partner_id_fulfilled_at_id",
                table: "redemptions",
                columns: new[] { "partner_id", "fulfilled_at", "id" },
                filter: "cost IS NOT NULL AND fulfilled_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_partner_id_requested_at",
                table: "redemptions",
                columns: new[] { "partner_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_partner_id_taken_back_at_id",
                table: "redemptions",
                columns: new[] { "partner_id", "taken_back_at", "id" },
                filter: "cost IS NOT NULL AND taken_back_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_reward_id_requested_at",
                table: "redemptions",
                columns: new[] { "reward_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_status_method_requested_at_id",
                table: "redemptions",
                columns: new[] { "status", "method", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_referral_codes_member_id",
                table: "referral_codes",
                column: "member_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referrals_next_look_at_id",
                table: "referrals",
                columns: new[] { "next_look_at", "id" },
                filter: "next_look_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_offer_id",
                table: "referrals",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_referred_id",
                table: "referrals",
                column: "referred_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referrals_referrer_id",
                table: "referrals",
                column: "referrer_id");

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_redemption_id",
                table: "reward_codes",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_reward_id_fingerprint",
                table: "reward_codes",
                columns: new[] { "reward_id", "fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_reward_id_imported_at_id",
                table: "reward_codes",
                columns: new[] { "reward_id", "imported_at", "id" },
                filter: "redemption_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_rewards_status_category_display_order_id",
                table: "rewards",
                columns: new[] { "status", "category", "display_order", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rewards_status_display_order_id",
                table: "rewards",
                columns: new[] { "status", "display_order", "id" });

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

            migrationBuilder.CreateIndex(
                name: "ix_vehicle_ownerships_current",
                table: "vehicle_ownerships",
                column: "vehicle_id",
                unique: true,
                filter: "owned_until IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_vehicle_ownerships_member_id_owned_from",
                table: "vehicle_ownerships",
                columns: new[] { "member_id", "owned_from" });

            migrationBuilder.CreateIndex(
                name: "ix_vehicle_ownerships_vehicle_id_owned_from",
                table: "vehicle_ownerships",
                columns: new[] { "vehicle_id", "owned_from" });

            migrationBuilder.CreateIndex(
                name: "ix_vehicles_vin",
                table: "vehicles",
                column: "vin",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_member_id_id",
                table: "vouchers",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_offer_id",
                table: "vouchers",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_redemption_id",
                table: "vouchers",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_wallets_member_id_currency",
                table: "wallets",
                columns: new[] { "member_id", "currency" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                name: "business_relations");

            migrationBuilder.DropTable(
                name: "cap_counters");

            migrationBuilder.DropTable(
                name: "cards");

            migrationBuilder.DropTable(
                name: "care_preferences");

            migrationBuilder.DropTable(
                name: "care_reports");

            migrationBuilder.DropTable(
                name: "care_rule_versions");

            migrationBuilder.DropTable(
                name: "care_settings");

            migrationBuilder.DropTable(
                name: "clearing_pages");

            migrationBuilder.DropTable(
                name: "clearing_statements");

            migrationBuilder.DropTable(
                name: "complaints");

            migrationBuilder.DropTable(
                name: "consent_changes");

            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "contact_points");

            migrationBuilder.DropTable(
                name: "dispute_steps");

            migrationBuilder.DropTable(
                name: "earning_rule_versions");

            migrationBuilder.DropTable(
                name: "entries");

            migrationBuilder.DropTable(
                name: "erased_references");

            migrationBuilder.DropTable(
                name: "event_attempts");

            migrationBuilder.DropTable(
                name: "event_lanes");

            migrationBuilder.DropTable(
                name: "external_ids");

            migrationBuilder.DropTable(
                name: "gathering_invitations");

            migrationBuilder.DropTable(
                name: "gathering_sign_ups");

            migrationBuilder.DropTable(
                name: "holds");

            migrationBuilder.DropTable(
                name: "household_places");

            migrationBuilder.DropTable(
                name: "idempotent_requests");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "ledger_totals");

            migrationBuilder.DropTable(
                name: "link_tokens");

            migrationBuilder.DropTable(
                name: "lots");

            migrationBuilder.DropTable(
                name: "magazine_copies");

            migrationBuilder.DropTable(
                name: "member_attributes");

            migrationBuilder.DropTable(
                name: "member_flags");

            migrationBuilder.DropTable(
                name: "member_links");

            migrationBuilder.DropTable(
                name: "member_merges");

            migrationBuilder.DropTable(
                name: "member_search_names");

            migrationBuilder.DropTable(
                name: "member_sign_ins");

            migrationBuilder.DropTable(
                name: "member_status_changes");

            migrationBuilder.DropTable(
                name: "member_tiers");

            migrationBuilder.DropTable(
                name: "mileage_readings");

            migrationBuilder.DropTable(
                name: "offer_counts");

            migrationBuilder.DropTable(
                name: "offer_grants");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "order_differences");

            migrationBuilder.DropTable(
                name: "partner_clients");

            migrationBuilder.DropTable(
                name: "partner_events");

            migrationBuilder.DropTable(
                name: "partner_secrets");

            migrationBuilder.DropTable(
                name: "point_currencies");

            migrationBuilder.DropTable(
                name: "prepaid_blocks");

            migrationBuilder.DropTable(
                name: "programmes");

            migrationBuilder.DropTable(
                name: "reconciliation_lines");

            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropTable(
                name: "redemption_endpoints");

            migrationBuilder.DropTable(
                name: "redemption_transitions");

            migrationBuilder.DropTable(
                name: "referral_codes");

            migrationBuilder.DropTable(
                name: "referrals");

            migrationBuilder.DropTable(
                name: "returned_addresses");

            migrationBuilder.DropTable(
                name: "reward_codes");

            migrationBuilder.DropTable(
                name: "reward_counts");

            migrationBuilder.DropTable(
                name: "tier_runs");

            migrationBuilder.DropTable(
                name: "tier_set_versions");

            migrationBuilder.DropTable(
                name: "tier_work");

            migrationBuilder.DropTable(
                name: "tiers");

            migrationBuilder.DropTable(
                name: "trusted_documents");

            migrationBuilder.DropTable(
                name: "vehicle_ownerships");

            migrationBuilder.DropTable(
                name: "vouchers");

            migrationBuilder.DropTable(
                name: "wallets");

            migrationBuilder.DropTable(
                name: "care_events");

            migrationBuilder.DropTable(
                name: "interactions");

            migrationBuilder.DropTable(
                name: "line_disputes");

            migrationBuilder.DropTable(
                name: "earning_rules");

            migrationBuilder.DropTable(
                name: "event_deliveries");

            migrationBuilder.DropTable(
                name: "gatherings");

            migrationBuilder.DropTable(
                name: "households");

            migrationBuilder.DropTable(
                name: "magazine_issues");

            migrationBuilder.DropTable(
                name: "magazine_subscriptions");

            migrationBuilder.DropTable(
                name: "partners");

            migrationBuilder.DropTable(
                name: "redemptions");

            migrationBuilder.DropTable(
                name: "tier_sets");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropTable(
                name: "care_letter_files");

            migrationBuilder.DropTable(
                name: "care_rules");

            migrationBuilder.DropTable(
                name: "vehicles");

            migrationBuilder.DropTable(
                name: "club_events");

            migrationBuilder.DropTable(
                name: "event_subscriptions");

            migrationBuilder.DropTable(
                name: "publications");

            migrationBuilder.DropTable(
                name: "members");

            migrationBuilder.DropTable(
                name: "rewards");
        }
    }
}
