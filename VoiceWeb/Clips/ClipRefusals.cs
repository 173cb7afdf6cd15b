using System.Globalization;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Clips;

/// <summary>Every "no" of this feature, with cause and remedy.</summary>
internal static class ClipRefusals
{
    public static Refusal RoleMayNotRecord() => new Forbidden(
        "clip-role", "Your role may listen but not give recordings. Ask an administrator of your school for the role of a teacher.");

    public static Refusal NotFound() => new Missing("clip-not-found", "This recording does not exist, or is not yours.");

    public static Refusal TooLarge(long limit) => new Invalid(
        "clip-too-large",
        string.Create(CultureInfo.InvariantCulture, $"The file is larger than {limit / 1_000_000} MB. Give a shorter recording, or one in MP3, M4A or OGG."))
    {
        Arguments = [limit / 1_000_000],
    };

    public static Refusal TooLong(double limitSeconds) => new Invalid(
        "clip-too-long",
        string.Create(CultureInfo.InvariantCulture, $"The recording is longer than {limitSeconds / 60:0} minutes. A few minutes of clear speech are enough: cut it, then try again."))
    {
        Arguments = [Math.Round(limitSeconds / 60)],
    };

    public static Refusal Empty() => new Invalid("clip-empty", "The file is empty (0 bytes). Choose the recording again, or record anew.");

    /// <param name="lookalike">What it looks like: <c>text</c>, <c>archive</c>, <c>document</c>, <c>picture</c> or <c>other</c>.</param>
    /// <param name="sentence">The sniffer's own sentence.</param>
    public static Refusal NotAudio(string lookalike, string sentence) => new Invalid($"clip-not-audio-{lookalike}", sentence)
    {
        Arguments = [sentence],
    };

    public static Refusal Damaged(string sentence) => new Invalid("clip-damaged", sentence) { Arguments = [sentence] };

    public static Refusal Unsupported(string sentence) => new Invalid("clip-unsupported", sentence) { Arguments = [sentence] };

    public static Refusal DecoderMissing(string sentence) => new Unavailable("clip-decoder-missing", sentence) { Arguments = [sentence] };

    /// <param name="code">Code of the quality gate's gravest reason.</param>
    public static Refusal Quality(string code, string sentence, double value, double limit) =>
        new Invalid($"clip-{code}", sentence) { Arguments = [value, limit] };

    public static Refusal TooMany(int limit) => new LimitReached(
        "clip-too-many",
        string.Create(CultureInfo.InvariantCulture, $"You keep {limit} recordings already. Remove one that no voice uses, then try again."))
    {
        Arguments = [limit],
    };

    public static Refusal TooManyFiles(int limit) => new Invalid(
        "clip-too-many-files",
        string.Create(CultureInfo.InvariantCulture, $"More than {limit} files came at once. Send the rest in a second go."))
    {
        Arguments = [limit],
    };

    public static Refusal NoFile() => new Invalid("clip-no-file", "No file arrived. Choose a recording, then send it again.");

    public static Refusal BadName(int limit) => new Invalid(
        "clip-bad-name", string.Create(CultureInfo.InvariantCulture, $"A recording needs a name of 1 to {limit} characters."))
    {
        Arguments = [limit],
    };

    public static Refusal TranscriptTooLong(int limit) => new Invalid(
        "clip-transcript-too-long",
        string.Create(CultureInfo.InvariantCulture, $"The transcript is longer than {limit} characters. Cut it to what is said in the recording."))
    {
        Arguments = [limit],
    };

    public static Refusal InUse(string voice) => new Conflict(
        "clip-in-use",
        $"The voice \"{voice}\" is made from this recording. Withdraw that voice, or delete its draft, first.")
    {
        Arguments = [voice],
    };

    public static Refusal Erased() => new Missing("clip-erased", "This recording has been erased.");

    /// <param name="code">What the recorder's script found: <c>denied</c>, <c>no-microphone</c> or <c>not-possible</c>.</param>
    public static Refusal Microphone(string code) => code switch
    {
        "denied" => new Forbidden("microphone-denied", "The browser may not use the microphone. Allow it beside the address, then start again."),
        "no-microphone" => new Unavailable("microphone-missing", "No microphone was found. Plug one in, or upload a file instead."),
        _ => new Unavailable("microphone-not-possible", "This browser cannot record here. Recording needs https or localhost, and a current browser; a file can be uploaded instead."),
    };
}
