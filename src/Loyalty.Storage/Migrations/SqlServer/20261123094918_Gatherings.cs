using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Gatherings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "gatherings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    begins_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    remind_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    turn = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    told_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gatherings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "gathering_invitations",
                columns: table => new
                {
                    gathering_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    channel = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
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
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    gathering_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    guests = table.Column<int>(type: "int", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    signed_up_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    promoted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    reminded_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    cancelled_by = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    attended = table.Column<bool>(type: "bit", nullable: true),
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "gathering_invitations");

            migrationBuilder.DropTable(
                name: "gathering_sign_ups");

            migrationBuilder.DropTable(
                name: "gatherings");
        }
    }
}
