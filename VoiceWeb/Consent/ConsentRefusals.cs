using System.Globalization;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Consent;

/// <summary>Every "no" of this feature, with cause and remedy.</summary>
internal static class ConsentRefusals
{
    public static Refusal RoleMayNotSpeak() => new Forbidden(
        "role-may-not-speak", "Your role may listen but not speak. Ask an administrator of your school for the role of a teacher.");

    public static Refusal MemberSuspended() => new Forbidden(
        "member-suspended", "An administrator of your school has suspended your permission to speak. Ask them why.");

    public static Refusal VoiceNotFound() => new Missing(
        "voice-not-found", "This voice does not exist, or belongs to another school.");

    public static Refusal VoiceNotActive(VoiceState state) => state switch
    {
        VoiceState.Draft => new Conflict(
            "voice-not-active-draft", "This voice cannot speak yet: its speaker has not consented. The consent is given on the voice's page."),
        VoiceState.AwaitingReview => new Conflict(
            "voice-not-active-awaiting", "This voice cannot speak yet: its consent waits for a reviewer."),
        VoiceState.Frozen => new Conflict(
            "voice-not-active-frozen", "This voice was frozen by an administrator. Ask an administrator of your school why."),
        _ => new Conflict(
            "voice-not-active-withdrawn", "This voice was withdrawn by its speaker and cannot be used again. Choose another voice."),
    };

    public static Refusal ConsentMissing() => new Conflict(
        "consent-missing", "Nobody has consented to this voice. Its speaker can do so on the voice's page.");

    public static Refusal ConsentOver() => new Conflict(
        "consent-over", "The consent for this voice has ended. Its speaker can renew it on the voice's page.");

    public static Refusal PurposeNotCovered() => new Conflict(
        "purpose-not-covered", "The speaker did not consent to this purpose. Choose a purpose that the voice's page lists.");

    public static Refusal PurposeOnlySpeaker() => new Conflict(
        "purpose-only-speaker", "Personal communication is for the speaker alone. Choose another purpose.");

    public static Refusal ConsentNotFound() => new Missing(
        "consent-not-found", "This consent does not exist, or is not yours.");

    public static Refusal CloningOff() => new Forbidden(
        "cloning-off", "Your school has switched the making of voices off. Ask an administrator of your school.");

    public static Refusal VoiceIsSample() => new Conflict(
        "voice-is-sample", "The sample voice is made from synthetic speech and is nobody's: there is no consent to give or take back.");

    public static Refusal NotYourVoice() => new Forbidden(
        "consent-only-own-voice", "Only the person who made this voice can consent to it. Consent for somebody else is not possible here.");

    public static Refusal ConsentNotNow(VoiceState state) => state switch
    {
        VoiceState.AwaitingReview => new Conflict(
            "consent-awaits-review", "Your consent was sent and waits for a reviewer. You need not do anything."),
        VoiceState.Frozen => new Conflict(
            "voice-not-active-frozen", "This voice was frozen by an administrator. Ask an administrator of your school why."),
        _ => new Conflict(
            "consent-voice-withdrawn", "This voice was withdrawn and its recordings are erased. Make a new voice to begin again."),
    };

    public static Refusal NoPurpose() => new Invalid(
        "consent-no-purpose", "No purpose is switched on. Switch on at least one, or leave with \"Not now\": nothing is then stored.");

    public static Refusal EndOutOfRange(DateOnly first, DateOnly last) => new Invalid(
        "consent-end-out-of-range",
        string.Create(CultureInfo.InvariantCulture, $"The end date must lie between {first:yyyy-MM-dd} and {last:yyyy-MM-dd}."))
    {
        Arguments = [first, last],
    };

    public static Refusal NoticeChanged() => new Conflict(
        "consent-notice-changed", "The notice has changed since you opened this page. Read the new one, then go on.");

    public static Refusal StepUpMissing() => new Conflict(
        "consent-step-up-missing", "Your device has not confirmed you for this voice, or that was more than ten minutes ago. Confirm with your passkey again.");

    public static Refusal StepUpFailed() => new Forbidden(
        "consent-step-up-failed", "The passkey did not confirm you. Use a passkey of the account that you are signed in with, with its PIN, fingerprint or face.");

    public static Refusal TooManyAttempts(int limit, TimeSpan wait) => new LimitReached(
        "consent-attempts",
        string.Create(CultureInfo.InvariantCulture, $"You have asked for words {limit} times in 24 hours. Try again in {Math.Ceiling(wait.TotalHours):0} h."))
    {
        RetryAfter = wait,
        Arguments = [limit, Math.Ceiling(wait.TotalHours)],
    };

    public static Refusal ChallengeClosed() => new Conflict(
        "consent-challenge-closed", "These words are no longer open: they were used, replaced by newer ones, or are older than three minutes. Ask for new words and read them.");

    public static Refusal StatementTooLarge(long limit) => new Invalid(
        "statement-too-large",
        string.Create(CultureInfo.InvariantCulture, $"The recording is larger than {limit / 1_000_000} MB. Record the sentence alone."))
    {
        Arguments = [limit / 1_000_000],
    };

    public static Refusal StatementUnreadable() => new Invalid(
        "statement-unreadable", "What arrived is not a recording from this page. Record the sentence here; a file cannot be sent.");

    public static Refusal StatementOlderThanWords() => new Invalid(
        "statement-older-than-words", "The recording is longer than the words have been on screen, so it cannot be an answer to them. Record the sentence now.");

    public static Refusal StatementNoSpeech(double speechSeconds, double minimum) => new Invalid(
        "statement-no-speech",
        string.Create(CultureInfo.InvariantCulture, $"Only {speechSeconds:0.0} s of speech was heard; at least {minimum:0.0} s is needed. Check the microphone, then read the whole sentence aloud."))
    {
        Arguments = [speechSeconds, minimum],
    };

    public static Refusal ReviewNotFound() => new Missing(
        "review-not-found", "This consent does not exist, or is not yours to review.");

    public static Refusal ReviewClosed() => new Conflict(
        "review-closed", "This consent was already decided or taken back. Open the list of reviews to see what waits.");

    public static Refusal ReviewOwnVoice() => new Forbidden(
        "review-own-voice", "You cannot review your own consent. Another administrator has to; invite one on the school's page.");

    public static Refusal ReviewNeedsReason() => new Invalid(
        "review-needs-reason", "A decision needs a reason. Write one sentence: it is kept with the consent and shown to the speaker.");

    public static Refusal ReviewReasonTooLong(int limit) => new Invalid(
        "review-reason-too-long",
        string.Create(CultureInfo.InvariantCulture, $"The reason is longer than {limit} characters. Shorten it."))
    {
        Arguments = [limit],
    };

    public static Refusal ReviewNeedsAcknowledgement() => new Invalid(
        "review-needs-acknowledgement", "To approve your own voice you must acknowledge that nobody else has checked it. Tick the acknowledgement.");

    public static Refusal ReviewNotHeard() => new Conflict(
        "review-not-heard", "You have not played the spoken statement yet. Listen to it, compare it with the words, then decide.");

    public static Refusal EvidenceErased() => new Missing(
        "evidence-erased", "This recording has been erased, as the retention rules or the speaker asked. Its hash is still on record.");

    public static Refusal AlreadyWithdrawn() => new Conflict(
        "consent-already-withdrawn", "This voice was already withdrawn. Its receipt is on the voice's page.");

    public static Refusal NothingToWithdraw() => new Conflict(
        "consent-nothing-to-withdraw", "No consent was given for this voice yet. You can delete the draft instead.");

    public static Refusal AttestationMissing() => new Invalid(
        "attestation-missing", "Say whose voice it is and for what: --attest \"speaker, purpose\". Without it nothing is spoken.");

    public static Refusal StepUpCancelled() => new Conflict(
        "consent-step-up-cancelled", "The passkey was not used. Confirm with it to go on, or leave with \"Not now\".");

    /// <param name="code">What the recorder's script found: <c>denied</c>, <c>no-microphone</c> or <c>not-possible</c>.</param>
    public static Refusal Microphone(string code) => code switch
    {
        "denied" => new Forbidden("microphone-denied", "The browser may not use the microphone. Allow it beside the address, then start again."),
        "no-microphone" => new Unavailable("microphone-missing", "No microphone was found. Plug one in, then start again."),
        _ => new Unavailable("microphone-not-possible", "This browser cannot record here. Recording needs https or localhost, and a current browser."),
    };
}
