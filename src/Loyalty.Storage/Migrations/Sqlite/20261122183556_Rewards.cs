using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Rewards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "rewards",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    display_order = table.Column<int>(type: "INTEGER", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    retired_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rewards", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "redemptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    member_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reward_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reward_version = table.Column<long>(type: "INTEGER", nullable: false),
                    method = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "INTEGER", nullable: false),
                    money_amount = table.Column<decimal>(type: "TEXT", precision: 19, scale: 4, nullable: true),
                    money_currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    content_hash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    settlement = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    partner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    product = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    encrypted_delivery = table.Column<byte[]>(type: "BLOB", maxLength: -1, nullable: true),
                    encrypted_content = table.Column<byte[]>(type: "BLOB", maxLength: -1, nullable: true),
                    reference = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    carrier = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    hold_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    capture_operation = table.Column<Guid>(type: "TEXT", nullable: true),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    member_period_start = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    deadline = table.Column<long>(type: "INTEGER", nullable: false),
                    cancellable_until = table.Column<long>(type: "INTEGER", nullable: false),
                    return_days = table.Column<int>(type: "INTEGER", nullable: true),
                    usable_days = table.Column<int>(type: "INTEGER", nullable: true),
                    fulfilled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    is_cancelling = table.Column<bool>(type: "INTEGER", nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    transition_count = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_redemptions_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_redemptions_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reward_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reward_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    encrypted_code = table.Column<byte[]>(type: "BLOB", maxLength: 1000, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    redemption_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reward_codes", x => x.id);
                    table.ForeignKey(
                        name: "fk_reward_codes_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reward_counts",
                columns: table => new
                {
                    reward_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    taken = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reward_counts", x => new { x.reward_id, x.key });
                    table.ForeignKey(
                        name: "fk_reward_counts_rewards_reward_id",
                        column: x => x.reward_id,
                        principalTable: "rewards",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "redemption_transitions",
                columns: table => new
                {
                    redemption_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    from_status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    to_status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    done_at = table.Column<long>(type: "INTEGER", nullable: false),
                    done_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redemption_transitions", x => new { x.redemption_id, x.number });
                    table.ForeignKey(
                        name: "fk_redemption_transitions_redemptions_redemption_id",
                        column: x => x.redemption_id,
                        principalTable: "redemptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_member_id_requested_at_id",
                table: "redemptions",
                columns: new[] { "member_id", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_next_attempt_at_id",
                table: "redemptions",
                columns: new[] { "next_attempt_at", "id" },
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_partner_id_requested_at",
                table: "redemptions",
                columns: new[] { "partner_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_reward_id_requested_at",
                table: "redemptions",
                columns: new[] { "reward_id", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_redemptions_status_method_requested_at_id",
                table: "redemptions",
                columns: new[] { "status", "method", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_redemption_id",
                table: "reward_codes",
                column: "redemption_id");

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_reward_id_fingerprint",
                table: "reward_codes",
                columns: new[] { "reward_id", "fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reward_codes_reward_id_id",
                table: "reward_codes",
                columns: new[] { "reward_id", "id" },
                filter: "redemption_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_rewards_status_category_display_order_id",
                table: "rewards",
                columns: new[] { "status", "category", "display_order", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rewards_status_display_order_id",
                table: "rewards",
                columns: new[] { "status", "display_order", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "redemption_transitions");

            migrationBuilder.DropTable(
                name: "reward_codes");

            migrationBuilder.DropTable(
                name: "reward_counts");

            migrationBuilder.DropTable(
                name: "redemptions");

            migrationBuilder.DropTable(
                name: "rewards");
        }
    }
}
