using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class EventsOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "club_events",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    type = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    happened_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    body = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    place = table.Column<int>(type: "int", nullable: false),
                    dispatched_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_club_events", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "event_subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    url = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    types = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    status_since = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    concurrency_max = table.Column<int>(type: "int", nullable: false),
                    encrypted_key = table.Column<byte[]>(type: "varbinary(2000)", maxLength: 2000, nullable: false),
                    key_made_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    encrypted_previous_key = table.Column<byte[]>(type: "varbinary(2000)", maxLength: 2000, nullable: true),
                    previous_key_ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_subscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event_deliveries",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    event_number = table.Column<long>(type: "bigint", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    failures = table.Column<int>(type: "int", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    last_attempt_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    last_status = table.Column<int>(type: "int", nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    lease = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
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
                name: "event_attempts",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    event_number = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    tried_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    status = table.Column<int>(type: "int", nullable: true),
                    error = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    milliseconds = table.Column<int>(type: "int", nullable: false)
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
                name: "ix_event_lanes_subscription_id_next_attempt_at",
                table: "event_lanes",
                columns: new[] { "subscription_id", "next_attempt_at" },
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_event_subscriptions_url",
                table: "event_subscriptions",
                column: "url",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "event_attempts");

            migrationBuilder.DropTable(
                name: "event_lanes");

            migrationBuilder.DropTable(
                name: "event_deliveries");

            migrationBuilder.DropTable(
                name: "club_events");

            migrationBuilder.DropTable(
                name: "event_subscriptions");
        }
    }
}
