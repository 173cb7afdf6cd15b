using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VoiceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class AudibleLabels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AudibleLabel",
                table: "Tenants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LabelPlace",
                table: "Tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "LabelRegion",
                table: "Tenants",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "AudibleLabel",
                table: "Renderings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "LabelPlace",
                table: "Renderings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AudibleLabel",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "LabelPlace",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "LabelRegion",
                table: "Tenants");

            migrationBuilder.DropColumn(
                name: "AudibleLabel",
                table: "Renderings");

            migrationBuilder.DropColumn(
                name: "LabelPlace",
                table: "Renderings");
        }
    }
}
