using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RewardsAndPartnerAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "replayed_at",
                table: "partner_events",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "clearing_pages",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    content = table.Column<byte[]>(type: "varbinary(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clearing_pages", x => new { x.partner_id, x.first_day, x.number });
                });

            migrationBuilder.CreateTable(
                name: "clearing_statements",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    closed_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    lines = table.Column<int>(type: "int", nullable: false),
                    figures = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clearing_statements", x => new { x.partner_id, x.first_day });
                });

            migrationBuilder.CreateTable(
                name: "line_disputes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    event_key = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    steps = table.Column<int>(type: "int", nullable: false),
                    correction_points = table.Column<long>(type: "bigint", nullable: true),
                    correction_point_currency = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    correction_money = table.Column<decimal>(type: "decimal(19,4)", precision: 19, scale: 4, nullable: true),
                    correction_money_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true),
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
                    token_hash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    used_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_tokens", x => x.token_hash);
                });

            migrationBuilder.CreateTable(
                name: "order_differences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    order_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ours = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    theirs = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    resolved_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    note = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_order_differences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partner_clients",
                columns: table => new
                {
                    client_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    bound_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    bound_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
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
                name: "reconciliation_lines",
                columns: table => new
                {
                    reconciliation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    result = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    result_now = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    event_key = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    source = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    event_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    amount = table.Column<decimal>(type: "decimal(19,4)", precision: 19, scale: 4, nullable: true),
                    amount_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: true),
                    point_currency = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    finding = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation_lines", x => new { x.reconciliation_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    totals = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true)
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
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    url = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    authentication = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    token_url = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    client_id = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    scope = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    encrypted_secret = table.Column<byte[]>(type: "varbinary(2000)", maxLength: 2000, nullable: false),
                    timeout_seconds = table.Column<int>(type: "int", nullable: false),
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
                name: "rewards",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    category = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    display_order = table.Column<int>(type: "int", nullable: false),
                    search_text = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    visible_from = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    visible_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rewards", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispute_steps",
                columns: table => new
                {
                    dispute_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false)
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
                name: "redemptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reward_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reward_version = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    quantity = table.Column<int>(type: "int", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    money_amount = table.Column<decimal>(type: "decimal(19,4)", precision: 19, scale: 4, nullable: true),
                    money_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true),
                    content_hash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    settlement = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    product = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    encrypted_delivery = table.Column<byte[]>(type: "varbinary(max)", maxLength: -1, nullable: true),
                    encrypted_content = table.Column<byte[]>(type: "varbinary(max)", maxLength: -1, nullable: true),
                    reference = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    carrier = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    hold_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    capture_operation = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    requested_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    member_period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    cancellable_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    return_days = table.Column<int>(type: "int", nullable: true),
                    usable_days = table.Column<int>(type: "int", nullable: true),
                    fulfilled_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    is_cancelling = table.Column<bool>(type: "bit", nullable: false),
                    cause = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    transition_count = table.Column<int>(type: "int", nullable: false),
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reward_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    encrypted_code = table.Column<byte[]>(type: "varbinary(1000)", maxLength: 1000, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    redemption_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    imported_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
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
                    reward_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reward_counts", x => new { x.reward_id, x.key });
                    table.ForeignKey(
                        name: "fk_reward_counts_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "redemption_transitions",
                columns: table => new
                {
                    redemption_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    from_status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    to_status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    done_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    cause = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    detail = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "ix_partner_events_partner_id_replayed_at_event_key",
                table: "partner_events",
                columns: new[] { "partner_id", "replayed_at", "event_key" },
                filter: "replayed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_line_disputes_partner_id_corrected_in",
                table: "line_disputes",
                columns: new[] { "partner_id", "corrected_in" },
                filter: "status = 'Corrected'");

            migrationBuilder.CreateIndex(
                name: "ix_line_disputes_partner_id_event_key",
                table: "line_disputes",
                columns: new[] { "partner_id", "event_key" },
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
                name: "ix_redemptions_partner_id_requested_at",
                table: "redemptions",
                columns: new[] { "partner_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_reward_id_requested_at",
                table: "redemptions",
                columns: new[] { "reward_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_status_method_requested_at_id",
                table: "redemptions",
                columns: new[] { "status", "method", "requested_at", "id" });

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
                name: "ix_reward_codes_reward_id_id",
                table: "reward_codes",
                columns: new[] { "reward_id", "id" },
                filter: "redemption_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_rewards_status_category_display_order_id",
                table: "rewards",
                columns: new[] { "status", "category", "display_order", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rewards_status_display_order_id",
                table: "rewards",
                columns: new[] { "status", "display_order", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "clearing_pages");

            migrationBuilder.DropTable(
                name: "clearing_statements");

            migrationBuilder.DropTable(
                name: "dispute_steps");

            migrationBuilder.DropTable(
                name: "link_tokens");

            migrationBuilder.DropTable(
                name: "order_differences");

            migrationBuilder.DropTable(
                name: "partner_clients");

            migrationBuilder.DropTable(
                name: "reconciliation_lines");

            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropTable(
                name: "redemption_endpoints");

            migrationBuilder.DropTable(
                name: "redemption_transitions");

            migrationBuilder.DropTable(
                name: "reward_codes");

            migrationBuilder.DropTable(
                name: "reward_counts");

            migrationBuilder.DropTable(
                name: "line_disputes");

            migrationBuilder.DropTable(
                name: "redemptions");

            migrationBuilder.DropTable(
                name: "rewards");

            migrationBuilder.DropIndex(
                name: "ix_partner_events_partner_id_replayed_at_event_key",
                table: "partner_events");

            migrationBuilder.DropColumn(
                name: "replayed_at",
                table: "partner_events");
        }
    }
}
