using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class MagazineMends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "resumed_at",
                table: "magazine_subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_subscription_id_queued_at",
                table: "event_deliveries",
                columns: new[] { "subscription_id", "queued_at" },
                filter: "state = 'Pending'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_event_deliveries_subscription_id_queued_at",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "resumed_at",
                table: "magazine_subscriptions");
        }
    }
}
