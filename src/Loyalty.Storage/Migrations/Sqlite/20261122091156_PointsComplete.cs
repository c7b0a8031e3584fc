using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Loyalty.Storage.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateOnly>(
                name: "closed_through",
                table: "programmes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "lapsed_return_grace_days",
                table: "programmes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "transfers_allowed",
                table: "programmes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "lots",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "adjustment_days",
                columns: table => new
                {
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    points = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustment_days", x => new { x.actor, x.day });
                });

            migrationBuilder.CreateTable(
                name: "adjustment_limits",
                columns: table => new
                {
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    alone_max = table.Column<long>(type: "INTEGER", nullable: false),
                    per_day_max = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustment_limits", x => x.role);
                });

            migrationBuilder.CreateTable(
                name: "adjustment_reasons",
                columns: table => new
                {
                    code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    active = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustment_reasons", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "adjustments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_adjustments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "holds",
                columns: table => new
                {
                    wallet_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hold_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    points = table.Column<long>(type: "INTEGER", nullable: false),
                    lots = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    status = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    captured_points = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    operation = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => new { x.wallet_id, x.hold_id });
                });

            migrationBuilder.CreateTable(
                name: "ledger_totals",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    kind = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    counter_account = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    funder = table.Column<Guid>(type: "TEXT", nullable: false),
                    slot = table.Column<int>(type: "INTEGER", nullable: false),
                    points = table.Column<long>(type: "INTEGER", nullable: false),
                    entries = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_totals", x => new { x.day, x.currency, x.kind, x.counter_account, x.funder, x.slot });
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    operation_key = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    reversed_points = table.Column<long>(type: "INTEGER", nullable: false),
                    postings = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.operation_key);
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
                columns: new[] { "closed_through", "lapsed_return_grace_days", "transfers_allowed" },
                values: new object[] { null, null, false });

            migrationBuilder.CreateIndex(
                name: "ix_adjustments_member_id_id",
                table: "adjustments",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_adjustments_status_id",
                table: "adjustments",
                columns: new[] { "status", "id" });

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
                name: "ix_operations_member_id_recorded_at_operation_key",
                table: "operations",
                columns: new[] { "member_id", "recorded_at", "operation_key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "adjustment_days");

            migrationBuilder.DropTable(
                name: "adjustment_limits");

            migrationBuilder.DropTable(
                name: "adjustment_reasons");

            migrationBuilder.DropTable(
                name: "adjustments");

            migrationBuilder.DropTable(
                name: "holds");

            migrationBuilder.DropTable(
                name: "ledger_totals");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropColumn(
                name: "held",
                table: "wallets");

            migrationBuilder.DropColumn(
                name: "closed_through",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "lapsed_return_grace_days",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "transfers_allowed",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "held",
                table: "lots");
        }
    }
}
