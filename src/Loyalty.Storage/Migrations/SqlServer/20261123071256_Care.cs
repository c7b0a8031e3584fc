using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Care : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "moved_at",
                table: "members",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "care_letter_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    created_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    letters = table.Column<int>(type: "int", nullable: false),
                    left_out = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_letter_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "care_preferences",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    time_zone = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    snoozed_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    muted = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
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
                name: "care_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
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
                    id = table.Column<int>(type: "int", nullable: false),
                    cap_contacts = table.Column<int>(type: "int", nullable: false),
                    cap_days = table.Column<int>(type: "int", nullable: false),
                    quiet_from = table.Column<TimeOnly>(type: "time", nullable: false),
                    quiet_until = table.Column<TimeOnly>(type: "time", nullable: false),
                    complaint_days = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_care_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "care_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    rule_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    rule_version = table.Column<long>(type: "bigint", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    occasion = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    facts = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    priority = table.Column<int>(type: "int", nullable: false),
                    is_control = table.Column<bool>(type: "bit", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    channel = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    planned_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    is_counted = table.Column<bool>(type: "bit", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    reason = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    taken_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    taken_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    letter_file_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
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
                name: "care_rule_versions",
                columns: table => new
                {
                    rule_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    changed_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
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
                name: "care_reports",
                columns: table => new
                {
                    care_event_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    reported_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
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
                name: "complaints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    care_event_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    interaction_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    text = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    opened_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    assigned_to = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    resolution = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    resolved_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "care_preferences");

            migrationBuilder.DropTable(
                name: "care_reports");

            migrationBuilder.DropTable(
                name: "care_rule_versions");

            migrationBuilder.DropTable(
                name: "care_settings");

            migrationBuilder.DropTable(
                name: "complaints");

            migrationBuilder.DropTable(
                name: "care_events");

            migrationBuilder.DropTable(
                name: "care_letter_files");

            migrationBuilder.DropTable(
                name: "care_rules");

            migrationBuilder.DropColumn(
                name: "moved_at",
                table: "members");
        }
    }
}
