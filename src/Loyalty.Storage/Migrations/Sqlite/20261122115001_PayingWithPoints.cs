using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PayingWithPoints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "value_per_point",
                table: "point_currencies",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "payment",
                table: "operations",
                type: "TEXT",
                maxLength: -1,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "value_per_point",
                table: "point_currencies");

            migrationBuilder.DropColumn(
                name: "payment",
                table: "operations");
        }
    }
}
