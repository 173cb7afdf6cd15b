using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>Makes the database itself refuse to change or remove entries of the audit trail, whatever program asks.</summary>
[DbContext(typeof(VoiceWebDb))]
[Migration("20261201000000_AppendOnlyAudit")]
public sealed class AppendOnlyMigration : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var (name, action) in new[] { ("Update", "UPDATE"), ("Delete", "DELETE") })
        {
            migrationBuilder.Sql(
                $"""
                CREATE TRIGGER "AuditEntries_No{name}" BEFORE {action} ON "AuditEntries"
                BEGIN
                    SELECT RAISE(ABORT, 'Entries of the audit trail stay as they are.');
                END;
                """);
        }
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""DROP TRIGGER "AuditEntries_NoUpdate"; """);
        migrationBuilder.Sql("""DROP TRIGGER "AuditEntries_NoDelete"; """);
    }
}
