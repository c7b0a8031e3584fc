using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Loyalty.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Magazine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "returned_addresses",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    returned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_returned_addresses", x => new { x.member_id, x.channel, x.fingerprint });
                    table.ForeignKey(
                        name: "fk_returned_addresses_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "magazine_issues",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    definition = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    address_freeze_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    dispatch_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    addressed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dispatched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_magazine_issues", x => x.id);
                    table.ForeignKey(
                        name: "fk_magazine_issues_publications_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "magazine_subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    publication_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    from_issue = table.Column<int>(type: "integer", nullable: false),
                    until_issue = table.Column<int>(type: "integer", nullable: true),
                    giver_id = table.Column<Guid>(type: "uuid", nullable: true),
                    points = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    content_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    returns = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rests_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_magazine_subscriptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_magazine_subscriptions_members_giver_id",
                        column: x => x.giver_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_subscriptions_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_subscriptions_publications_publication_id",
                        column: x => x.publication_id,
                        principalTable: "publications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "magazine_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    issue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    language = table.Column<string>(type: "character varying(35)", maxLength: 35, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    obstacle = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_place = table.Column<int>(type: "integer", nullable: true),
                    region = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false, collation: "C"),
                    postal_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    recipient = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    address_fingerprint = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    returned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    return_reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_magazine_copies", x => x.id);
                    table.ForeignKey(
                        name: "fk_magazine_copies_magazine_issues_issue_id",
                        column: x => x.issue_id,
                        principalTable: "magazine_issues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_copies_magazine_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "magazine_subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_magazine_copies_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_issue_id_channel_country_postal_code_id",
                table: "magazine_copies",
                columns: new[] { "issue_id", "channel", "country", "postal_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_issue_id_household_id_household_place",
                table: "magazine_copies",
                columns: new[] { "issue_id", "household_id", "household_place" },
                unique: true,
                filter: "household_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_issue_id_id",
                table: "magazine_copies",
                columns: new[] { "issue_id", "id" },
                filter: "status = 'Ready'");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_member_id",
                table: "magazine_copies",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_copies_subscription_id",
                table: "magazine_copies",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_issues_publication_id_number",
                table: "magazine_issues",
                columns: new[] { "publication_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_magazine_issues_status_address_freeze_at",
                table: "magazine_issues",
                columns: new[] { "status", "address_freeze_at" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_created_at",
                table: "magazine_subscriptions",
                column: "created_at",
                filter: "status = 'AwaitingPayment'");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_giver_id",
                table: "magazine_subscriptions",
                column: "giver_id");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_member_id_id",
                table: "magazine_subscriptions",
                columns: new[] { "member_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_member_id_publication_id",
                table: "magazine_subscriptions",
                columns: new[] { "member_id", "publication_id" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_magazine_subscriptions_publication_id_id",
                table: "magazine_subscriptions",
                columns: new[] { "publication_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "magazine_copies");

            migrationBuilder.DropTable(
                name: "returned_addresses");

            migrationBuilder.DropTable(
                name: "magazine_issues");

            migrationBuilder.DropTable(
                name: "magazine_subscriptions");

            migrationBuilder.DropTable(
                name: "publications");
        }
    }
}
