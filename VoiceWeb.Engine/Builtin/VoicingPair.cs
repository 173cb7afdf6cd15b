namespace VoiceWeb.Engine.Builtin;

/// <summary>One thing for voiced frames, one for unvoiced.</summary>
internal sealed record VoicingPair<T>(T Voiced, T Unvoiced)
{
    public T For(bool voiced) => voiced ? Voiced : Unvoiced;

    /// <summary>Makes both, voiced first.</summary>
    public static VoicingPair<T> Make(Func<bool, T> make) => new(make(true), make(false));
}
