using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VoiceWeb.Data;

namespace VoiceWeb.Consent;

/// <summary>
/// The notice that a speaker reads before consenting: versioned files, one per language, that never change once released. What was
/// shown can be told from version, language and school, and proved by the hash.
/// </summary>
public sealed class ConsentNotice
{
    /// <summary>The version shown today.</summary>
    public const string CurrentVersion = "2026-11";

    /// <summary>The notice in the language nearest to a culture: Chinese for any Chinese culture, English otherwise.</summary>
    /// <param name="school">Name of the school, as it appears in the text.</param>
    /// <exception cref="FormatException">A notice file is not in the form that this class reads.</exception>
    public static NoticeText For(CultureInfo culture, string school)
    {
        var tag = culture.TwoLetterISOLanguageName == "zh" ? "zh-CN" : "en";
        return Parse(tag, Read($"{CurrentVersion}.{tag}.txt").Replace("{school}", school, StringComparison.Ordinal));
    }

    private static string Read(string name)
    {
        var resource = $"VoiceWeb.Consent.Notices.{name}";
        using var stream = typeof(ConsentNotice).Assembly.GetManifestResourceStream(resource)
            ?? throw new FormatException($"The notice {resource} is not built into the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }

    // "# heading", "@Purpose | title | as spoken | description", anything else is a paragraph.
    private static NoticeText Parse(string culture, string text)
    {
        var sections = new List<NoticeSection>();
        var purposes = new List<NoticePurpose>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                sections.Add(new NoticeSection(line[2..], []));
            }
            else if (line.StartsWith('@'))
            {
                var fields = line[1..].Split('|', StringSplitOptions.TrimEntries);
                purposes.Add(fields.Length == 4 && Enum.TryParse<ConsentPurposes>(fields[0], out var purpose)
                    ? new NoticePurpose(purpose, fields[1], fields[2], fields[3])
                    : throw new FormatException($"A purpose of notice {CurrentVersion} ({culture}) is not in the form '@Name | title | spoken | description'."));
            }
            else
            {
                (sections.LastOrDefault() ?? throw new FormatException($"Notice {CurrentVersion} ({culture}) does not begin with a heading."))
                    .Paragraphs.Add(line);
            }
        }

        return new NoticeText(
            CurrentVersion, culture, sections, purposes, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}

/// <summary>A notice as it is shown.</summary>
/// <param name="Version">Such as <c>2026-11</c>.</param>
/// <param name="Culture">Language of the text: <c>en</c> or <c>zh-CN</c>.</param>
/// <param name="Sections">The text, in order.</param>
/// <param name="Purposes">What can be agreed to, each by itself.</param>
/// <param name="Sha256">SHA-256 of the whole text as shown (UTF-8), in hexadecimal.</param>
public sealed record NoticeText(
    string Version, string Culture, IReadOnlyList<NoticeSection> Sections, IReadOnlyList<NoticePurpose> Purposes, string Sha256);

/// <summary>A heading and what stands under it.</summary>
public sealed record NoticeSection(string Heading, List<string> Paragraphs);

/// <summary>One purpose of the notice.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Title">Beside the switch.</param>
/// <param name="Spoken">Within the sentence that is read aloud.</param>
/// <param name="Description">What it means.</param>
public sealed record NoticePurpose(ConsentPurposes Purpose, string Title, string Spoken, string Description);
