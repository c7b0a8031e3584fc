using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PrepaidBlocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts");

            migrationBuilder.AddColumn<int>(
                name: "slot",
                table: "reward_counts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts",
                columns: new[] { "reward_id", "key", "slot" });

            migrationBuilder.CreateTable(
                name: "prepaid_blocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "INTEGER", nullable: false),
                    paid_amount = table.Column<decimal>(type: "TEXT", precision: 19, scale: 4, nullable: true),
                    paid_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    reference = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    first_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "ix_prepaid_blocks_partner_id_id",
                table: "prepaid_blocks",
                columns: new[] { "partner_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "prepaid_blocks");

            migrationBuilder.DropPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts");

            migrationBuilder.DropColumn(
                name: "slot",
                table: "reward_counts");

            migrationBuilder.AddPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts",
                columns: new[] { "reward_id", "key" });
        }
    }
}
