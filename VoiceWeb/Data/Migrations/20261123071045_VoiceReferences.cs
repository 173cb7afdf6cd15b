using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VoiceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class VoiceReferences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ReferencesJson",
                table: "Voices",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ReferencesJson",
                table: "Voices");
        }
    }
}
