using System.Globalization;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Voices;

/// <summary>Every "no" of this feature, with cause and remedy.</summary>
internal static class VoiceRefusals
{
    public static Refusal RoleMayNotMake() => new Forbidden(
        "voice-role", "Your role may listen but not make voices. Ask an administrator of your school for the role of a teacher.");

    public static Refusal CloningOff() => new Forbidden(
        "cloning-off", "Your school has switched the making of voices off. Ask an administrator of your school.");

    public static Refusal NotFound() => new Missing("voice-not-found", "This voice does not exist, or belongs to another school.");

    public static Refusal BadName(int limit) => new Invalid(
        "voice-bad-name", string.Create(CultureInfo.InvariantCulture, $"A voice needs a name of 1 to {limit} characters."))
    {
        Arguments = [limit],
    };

    public static Refusal NoClips() => new Invalid(
        "voice-no-clips", "Choose at least one of your recordings: the voice is learned from them.");

    public static Refusal TooManyClips(int limit) => new Invalid(
        "voice-too-many-clips", string.Create(CultureInfo.InvariantCulture, $"Choose at most {limit} recordings; the clearest few are best."))
    {
        Arguments = [limit],
    };

    public static Refusal ClipNotFound() => new Missing("clip-not-found", "This recording does not exist, or is not yours.");

    public static Refusal TooMany(int limit) => new LimitReached(
        "voice-too-many", string.Create(CultureInfo.InvariantCulture, $"You have {limit} voices already. Delete a draft or withdraw a voice, then try again."))
    {
        Arguments = [limit],
    };

    public static Refusal BadLanguage() => new Invalid(
        "voice-bad-language", "This is not a language tag. Choose a language from the list, or \"auto\".");

    public static Refusal ModelUnavailable(string model) => new Unavailable(
        "voice-model-unavailable", $"The speech model \"{model}\" cannot be used on this installation now. Choose another one.")
    {
        Arguments = [VoiceModelName.Of(model) ?? model],
    };

    public static Refusal AdminOnly() => new Forbidden(
        "voice-admin-only", "Only an administrator of the school can freeze or release a voice.");

    public static Refusal NotYours() => new Forbidden("voice-not-yours", "Only the person who made this voice can do this.");

    public static Refusal SampleStays() => new Conflict(
        "voice-sample-stays", "The sample voice belongs to nobody and cannot be changed. It can only be used.");

    public static Refusal CannotFreeze() => new Conflict(
        "voice-cannot-freeze", "This voice is withdrawn or frozen already: there is nothing to freeze.");

    public static Refusal NotFrozen() => new Conflict("voice-not-frozen", "This voice is not frozen: there is nothing to release.");

    public static Refusal DeleteNeedsWithdrawal() => new Conflict(
        "voice-delete-needs-withdrawal", "A consent was given for this voice, so it is ended by withdrawing, which erases the recordings and leaves a receipt.");

    public static Refusal NothingToLearn() => new Conflict(
        "voice-nothing-to-learn", "This voice is not waiting to be learned.");

    public static Refusal RecordingUnreadable() => new Conflict(
        "voice-recording-unreadable", "A recording of this voice cannot be read: it was erased, or its file is damaged. Whoever runs this installation can restore a backup; else make a new voice from recordings that you still have.");

    public static Refusal NoStretches() => new Conflict(
        "voice-no-stretches", "This voice's model learns from whole recordings. Choose a GPT-SoVITS model to choose stretches of them.");

    public static Refusal TooManyStretches(int limit) => new Invalid(
        "voice-too-many-stretches", string.Create(CultureInfo.InvariantCulture, $"Choose at most {limit} stretches; one good one is enough."))
    {
        Arguments = [limit],
    };

    public static Refusal StretchLength() => new Invalid(
        "voice-stretch-length", "A stretch must be 3 to 10 seconds long. Change where it begins, or its length.");

    public static Refusal StretchOutside(double seconds) => new Invalid(
        "voice-stretch-outside", string.Create(CultureInfo.InvariantCulture, $"A stretch goes beyond its recording, which is {seconds:0.0} s long. Let it begin earlier, or make it shorter."))
    {
        Arguments = [seconds],
    };

    public static Refusal StretchTranscript(int limit) => new Invalid(
        "voice-stretch-transcript", string.Create(CultureInfo.InvariantCulture, $"The words of a stretch have at most {limit} characters: write only what is said in it."))
    {
        Arguments = [limit],
    };

    public static Refusal StyleName(int limit) => new Invalid(
        "voice-style-name", string.Create(CultureInfo.InvariantCulture, $"The name of a style has letters, digits and spaces only, at most {limit}."))
    {
        Arguments = [limit],
    };
}
