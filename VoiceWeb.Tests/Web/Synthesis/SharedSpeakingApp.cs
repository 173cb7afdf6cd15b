namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>One <see cref="SpeakingApp"/> for the tests of a class. Each test makes a school of its own in it.</summary>
public sealed class SharedSpeakingApp : IAsyncDisposable
{
    public SpeakingApp Speaking { get; } = new();

    public ValueTask DisposeAsync() => Speaking.DisposeAsync();
}
