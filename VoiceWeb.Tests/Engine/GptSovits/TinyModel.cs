using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>A tiny v2 model with random weights, written and imported once for all tests that only read it.</summary>
public sealed class TinyModel : IAsyncLifetime
{
    public const string Name = "tiny";

    public string Folder { get; } = Directory.CreateTempSubdirectory("voiceweb-tiny-").FullName;

    /// <summary>The files as a user would bring them.</summary>
    public string Official => Path.Combine(Folder, "official");

    public ModelLibrary Library => new(Path.Combine(Folder, "models"));

    public async ValueTask InitializeAsync()
    {
        ModelLibrary.WriteRandom(Official, "v2", ModelSize.Tiny, 7, CancellationToken.None);
        await Library.ImportAsync(Name, [Official], PrecisionProfile.Reference, null, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
