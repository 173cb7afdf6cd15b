using Microsoft.AspNetCore.DataProtection;
using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Storage;

public sealed class WatermarkKeyStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-keys-").FullName;
    private readonly EphemeralDataProtectionProvider _protection = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_rotation_outlives_a_restart_and_keeps_the_keys_of_earlier_epochs()
    {
        var first = Store().Load();
        var rotated = Store().Rotate();
        var loaded = Store().Load();

        Assert.Single(first.Keys);
        Assert.Equal(rotated.ToString(), loaded.ToString());
        Assert.Equal([rotated.Current.Id, first.Current.Id], loaded.Keys.Select(key => key.Id));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "keys")));
    }

    private WatermarkKeyStore Store() => new(new DataDirectory(_folder), _protection);
}
