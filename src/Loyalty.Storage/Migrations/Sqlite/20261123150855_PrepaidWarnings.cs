using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PrepaidWarnings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "warned",
                table: "prepaid_blocks",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Enough");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "warned",
                table: "prepaid_blocks");
        }
    }
}
