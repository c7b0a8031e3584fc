using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FundingOffersAndEvents : Migration
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
                type: "int",
                nullable: false,
                defaultValue: 0);

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

            migrationBuilder.AddPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts",
                columns: new[] { "reward_id", "key", "slot" });

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
                name: "prepaid_blocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    partner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    currency = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    paid_amount = table.Column<decimal>(type: "decimal(19,4)", precision: 19, scale: 4, nullable: true),
                    paid_currency = table.Column<string>(type: "nvarchar(3)", maxLength: 3, nullable: true),
                    reference = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
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
                name: "ix_members_enrolled_at_id",
                table: "members",
                columns: new[] { "enrolled_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_interactions_recorded_at_member_id",
                table: "interactions",
                columns: new[] { "recorded_at", "member_id" });

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
                name: "ix_prepaid_blocks_partner_id_id",
                table: "prepaid_blocks",
                columns: new[] { "partner_id", "id" });

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
                name: "event_attempts");

            migrationBuilder.DropTable(
                name: "event_lanes");

            migrationBuilder.DropTable(
                name: "offer_counts");

            migrationBuilder.DropTable(
                name: "offer_grants");

            migrationBuilder.DropTable(
                name: "prepaid_blocks");

            migrationBuilder.DropTable(
                name: "referral_codes");

            migrationBuilder.DropTable(
                name: "referrals");

            migrationBuilder.DropTable(
                name: "vouchers");

            migrationBuilder.DropTable(
                name: "event_deliveries");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropTable(
                name: "club_events");

            migrationBuilder.DropTable(
                name: "event_subscriptions");

            migrationBuilder.DropPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts");

            migrationBuilder.DropIndex(
                name: "ix_members_enrolled_at_id",
                table: "members");

            migrationBuilder.DropIndex(
                name: "ix_interactions_recorded_at_member_id",
                table: "interactions");

            migrationBuilder.DropColumn(
                name: "slot",
                table: "reward_counts");

            migrationBuilder.DropColumn(
                name: "voucher_id",
                table: "redemptions");

            migrationBuilder.DropColumn(
                name: "voucher_points",
                table: "redemptions");

            migrationBuilder.AddPrimaryKey(
                name: "pk_reward_counts",
                table: "reward_counts",
                columns: new[] { "reward_id", "key" });
        }
    }
}
