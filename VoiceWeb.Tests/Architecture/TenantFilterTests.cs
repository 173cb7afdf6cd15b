using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Architecture;

/// <summary>Every row that belongs to a school is kept apart from every other school's.</summary>
public sealed class TenantFilterTests
{
    private static readonly VoiceWebDb Db = Open();

    public static TheoryData<string> Entities => [.. Db.Model.GetEntityTypes().Select(entity => entity.ClrType.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Entities))]
    public void An_entity_with_a_tenant_is_marked_and_filtered(string name)
    {
        foreach (var entity in Db.Model.GetEntityTypes().Where(entity => entity.ClrType.Name == name))
        {
            var hasTenant = entity.FindProperty("TenantId") is not null;
            Assert.Equal(hasTenant, typeof(ITenantOwned).IsAssignableFrom(entity.ClrType));
            Assert.Equal(hasTenant, entity.FindDeclaredQueryFilter(VoiceWebDb.TenantFilter) is not null);
        }
    }

    [Fact]
    public void There_are_entities_to_keep_apart() =>
        Assert.True(Db.Model.GetEntityTypes().Count(entity => typeof(ITenantOwned).IsAssignableFrom(entity.ClrType)) >= 8);

    private static VoiceWebDb Open()
    {
        // The same identity options as in the app: the model is shared by all contexts of a process.
        var services = new ServiceCollection();
        services.Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        return new VoiceWebDb(new DbContextOptionsBuilder<VoiceWebDb>()
            .UseSqlite("Data Source=:memory:")
            .UseApplicationServiceProvider(services.BuildServiceProvider())
            .Options);
    }
}
