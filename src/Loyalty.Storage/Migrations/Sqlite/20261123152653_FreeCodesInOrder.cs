using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FreeCodesInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_reward_codes_reward_id_id",
                table: "reward_codes");

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_reward_id_imported_at_id",
                table: "reward_codes",
                columns: new[] { "reward_id", "imported_at", "id" },
                filter: "redemption_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_reward_codes_reward_id_imported_at_id",
                table: "reward_codes");

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_reward_id_id",
                table: "reward_codes",
                columns: new[] { "reward_id", "id" },
                filter: "redemption_id IS NULL");
        }
    }
}
