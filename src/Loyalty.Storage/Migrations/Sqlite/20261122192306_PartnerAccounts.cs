using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PartnerAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "replayed_at",
                table: "partner_events",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "clearing_pages",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    first_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clearing_pages", x => new { x.partner_id, x.first_day, x.number });
                });

            migrationBuilder.CreateTable(
                name: "clearing_statements",
                columns: table => new
                {
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    first_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    claimed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    lines = table.Column<int>(type: "INTEGER", nullable: false),
                    figures = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clearing_statements", x => new { x.partner_id, x.first_day });
                });

            migrationBuilder.CreateTable(
                name: "line_disputes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    first_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    event_key = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    steps = table.Column<int>(type: "INTEGER", nullable: false),
                    correction_points = table.Column<long>(type: "INTEGER", nullable: true),
                    correction_point_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    correction_money = table.Column<decimal>(type: "TEXT", precision: 19, scale: 4, nullable: true),
                    correction_money_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    corrected_in = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_line_disputes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_tokens",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    used_by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_tokens", x => x.token_hash);
                });

            migrationBuilder.CreateTable(
                name: "partner_clients",
                columns: table => new
                {
                    client_id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    bound_at = table.Column<long>(type: "INTEGER", nullable: false),
                    bound_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
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
                    reconciliation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    result = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    result_now = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    event_key = table.Column<Guid>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    event_id = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: true),
                    amount = table.Column<decimal>(type: "TEXT", precision: 19, scale: 4, nullable: true),
                    amount_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    points = table.Column<long>(type: "INTEGER", nullable: true),
                    point_currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    finding = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation_lines", x => new { x.reconciliation_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    completed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    totals = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true)
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
                name: "dispute_steps",
                columns: table => new
                {
                    dispute_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
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
                name: "partner_clients");

            migrationBuilder.DropTable(
                name: "reconciliation_lines");

            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropTable(
                name: "line_disputes");

            migrationBuilder.DropIndex(
                name: "ix_partner_events_partner_id_replayed_at_event_key",
                table: "partner_events");

            migrationBuilder.DropColumn(
                name: "replayed_at",
                table: "partner_events");
        }
    }
}
