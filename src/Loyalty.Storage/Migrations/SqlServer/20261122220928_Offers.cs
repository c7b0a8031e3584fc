using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Offers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "voucher_id",
                table: "redemptions",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "voucher_points",
                table: "redemptions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    trigger_kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referral_codes",
                columns: table => new
                {
                    code = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false, collation: "Latin1_General_100_BIN2"),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referral_codes", x => x.code);
                    table.ForeignKey(
                        name: "fk_referral_codes_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offer_counts",
                columns: table => new
                {
                    offer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    taken = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_counts", x => new { x.offer_id, x.key });
                    table.ForeignKey(
                        name: "fk_offer_counts_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offer_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    offer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    offer_version = table.Column<long>(type: "bigint", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    occasion = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    granted_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    currency = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    points_due_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    points_refusal = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    badge = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_grants", x => x.id);
                    table.ForeignKey(
                        name: "fk_offer_grants_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_offer_grants_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "referrals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    offer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referrer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    referred_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    stage = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    next_look_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_referrals", x => x.id);
                    table.ForeignKey(
                        name: "fk_referrals_members_referred_id",
                        column: x => x.referred_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_referrals_members_referrer_id",
                        column: x => x.referrer_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_referrals_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "vouchers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    offer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    voucher_value = table.Column<long>(type: "bigint", nullable: false),
                    rewards = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    redemption_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    withdrawn_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vouchers", x => x.id);
                    table.ForeignKey(
                        name: "fk_vouchers_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_vouchers_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_members_enrolled_at_id",
                table: "members",
                columns: new[] { "enrolled_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_recorded_at_member_id",
                table: "interactions",
                columns: new[] { "recorded_at", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_offer_grants_member_id_granted_at",
                table: "offer_grants",
                columns: new[] { "member_id", "granted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_offer_grants_offer_id_member_id_occasion",
                table: "offer_grants",
                columns: new[] { "offer_id", "member_id", "occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_offer_grants_points_due_at_id",
                table: "offer_grants",
                columns: new[] { "points_due_at", "id" },
                filter: "points_due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_offers_status_id",
                table: "offers",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_referral_codes_member_id",
                table: "referral_codes",
                column: "member_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referrals_next_look_at_id",
                table: "referrals",
                columns: new[] { "next_look_at", "id" },
                filter: "next_look_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_offer_id",
                table: "referrals",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "ix_referrals_referred_id",
                table: "referrals",
                column: "referred_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_referrals_referrer_id",
                table: "referrals",
                column: "referrer_id");

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_member_id_id",
                table: "vouchers",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_offer_id",
                table: "vouchers",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "ix_vouchers_redemption_id",
                table: "vouchers",
                column: "redemption_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offer_counts");

            migrationBuilder.DropTable(
                name: "offer_grants");

            migrationBuilder.DropTable(
                name: "referral_codes");

            migrationBuilder.DropTable(
                name: "referrals");

            migrationBuilder.DropTable(
                name: "vouchers");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropIndex(
                name: "ix_members_enrolled_at_id",
                table: "members");

            migrationBuilder.DropIndex(
                name: "ix_interactions_recorded_at_member_id",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "voucher_id",
                table: "redemptions");

            migrationBuilder.DropColumn(
                name: "voucher_points",
                table: "redemptions");
        }
    }
}
