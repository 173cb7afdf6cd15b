using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>Makes the database itself refuse to change or remove entries of the audit trail and their roots, whatever program asks.</summary>
[DbContext(typeof(VoiceWebDb))]
[Migration("20261201000000_AppendOnlyAudit")]
public sealed class AppendOnlyMigration : Migration
{
    private static readonly string[] Tables = ["AuditEntries", "AuditRoots"];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            foreach (var (name, action) in new[] { ("Update", "UPDATE"), ("Delete", "DELETE") })
            {
                migrationBuilder.Sql(
                    $"""
                    CREATE TRIGGER "{table}_No{name}" BEFORE {action} ON "{table}"
                    BEGIN
                        SELECT RAISE(ABORT, 'Entries of the audit trail stay as they are.');
                    END;
                    """);
            }
        }
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            migrationBuilder.Sql($"""DROP TRIGGER "{table}_NoUpdate"; """);
            migrationBuilder.Sql($"""DROP TRIGGER "{table}_NoDelete"; """);
        }
    }
}
