using System.Globalization;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Synthesis;

/// <summary>The rendering is not there, or not the asker's.</summary>
public sealed record RenderingNotFound() : Missing("rendering-not-found", "This recording does not exist, or is not yours.");

/// <summary>Its audio was erased, or never came to be.</summary>
public sealed record RenderingWithoutAudio() : Missing("rendering-without-audio", "This recording has no audio: it was deleted, erased after the school's time limit, or never finished.");

/// <summary>Nothing to say.</summary>
public sealed record TextEmpty() : Invalid("text-empty", "There is no text yet. Write what is to be said.");

/// <summary>The text has nothing that sounds.</summary>
public sealed record TextUnspeakable() : Invalid("no-speakable-characters", "The text has no letter or digit that could be spoken. Write at least one word.");

/// <summary>The text is longer than one rendering may be.</summary>
public sealed record TextTooLong : Invalid
{
    public TextTooLong(int characters, int limit)
        : base("text-too-long", string.Create(CultureInfo.InvariantCulture, $"The text has {characters:N0} characters; one recording may have {limit:N0}. Split it into several recordings.")) =>
        Arguments = [characters, limit];
}

/// <summary>A setting is outside its range.</summary>
public sealed record SettingOutOfRange : Invalid
{
    public SettingOutOfRange(string setting, string range)
        : base("setting-out-of-range", $"The setting \"{setting}\" must be {range}.") =>
        Arguments = [setting, range];
}

/// <summary>Not the name of a language.</summary>
public sealed record LanguageUnknown : Invalid
{
    public LanguageUnknown(string language)
        : base("language-unknown", $"\"{language}\" is no language tag. Use \"auto\", or a tag such as \"en\" or \"zh\".") =>
        Arguments = [language];
}

/// <summary>The member's characters for 24 hours are used up.</summary>
public sealed record QuotaReached : LimitReached
{
    public QuotaReached(int limit, int left)
        : base("quota-reached", string.Create(CultureInfo.InvariantCulture, $"You may have {limit:N0} characters spoken in 24 hours; {left:N0} are left. Shorten the text, wait, or ask an administrator of your school for more.")) =>
        Arguments = [limit, left];
}

/// <summary>It has ended already.</summary>
public sealed record RenderingAlreadyOver() : Conflict("rendering-already-over", "This recording is already finished, so there is nothing to cancel.");

/// <summary>It still waits or runs.</summary>
public sealed record RenderingNotOver() : Conflict("rendering-not-over", "This recording is still being made. Cancel it first, or wait until it is done.");

/// <summary>A published recording needs a title.</summary>
public sealed record TitleMissing() : Invalid("title-missing", "Give the recording a title of up to 120 characters, so that listeners know what it is.");

/// <summary>The file format is none that is offered.</summary>
public sealed record FormatUnknown : Invalid
{
    public FormatUnknown(string format)
        : base("format-unknown", $"The format \"{format}\" is not offered. Use wav, mp3, opus, flac or m4a.") =>
        Arguments = [format];
}

/// <summary>The mark could not be read in the file that was about to leave.</summary>
public sealed record MarkUnreadable : Unavailable
{
    public MarkUnreadable(string format)
        : base("mark-unreadable", $"The mark could not be read back from the {format} file, so it was held back. Take WAV or FLAC instead.") =>
        Arguments = [format];
}
