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
}
