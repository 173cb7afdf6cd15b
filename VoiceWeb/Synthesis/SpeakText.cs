using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;

namespace VoiceWeb.Synthesis;

/// <summary>Checks what a person wants said, asks whether the voice may be used, and queues it.</summary>
public sealed class SpeakText(
    ConsentGate gate, SynthesisQueue queue, PronunciationLibrary pronunciations, TextFrontEnd frontEnd, IOptions<SynthesisOptions> options)
{
    /// <summary>Queues an order.</summary>
    /// <returns>The rendering, waiting; or why not.</returns>
    public async Task<Result<Rendering>> SpeakAsync(CurrentUser user, SpeakOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (Check(order) is { } refusal)
        {
            return refusal;
        }

        var grant = await gate.AskAsync(user, order.VoiceId, order.Purpose, cancellationToken);
        if (!grant.Succeeded)
        {
            return grant.Refusal;
        }

        var dictionaries = await pronunciations.InForceAsync(user.TenantId, order.DictionaryId, cancellationToken);
        if (!dictionaries.Succeeded)
        {
            return dictionaries.Refusal;
        }

        // 48 bits: two renderings of one installation will hardly ever draw the same, and the database refuses it if they do.
        var request = new SynthesisRequest(
            order, grant.Value, WatermarkId.Random(), order.Seed ?? RandomNumberGenerator.GetInt32(1, int.MaxValue))
        {
            Dictionaries = dictionaries.Value.Versions,
        };
        return await queue.EnqueueAsync(user, request, cancellationToken);
    }

    /// <summary>The sentences that a text will be spoken in, in order.</summary>
    public IReadOnlyList<string> Sentences(string text, string language) =>
        [.. frontEnd.Split(text, language).Select(sentence => sentence.Text)];

    /// <summary>How many characters a text has, as a person counts them: a character outside the basic plane is one.</summary>
    public static int CountCharacters(string text) => text.EnumerateRunes().Count();

    private Refusal? Check(SpeakOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.Text))
        {
            return new TextEmpty();
        }

        var characters = CountCharacters(order.Text);
        if (characters > options.Value.MaxCharacters)
        {
            return new TextTooLong(characters, options.Value.MaxCharacters);
        }

        if (order.Speed is not (>= 0.5 and <= 2))
        {
            return new SettingOutOfRange("speed", "0.5 to 2");
        }

        if (order.PitchSemitones is not (>= -12 and <= 12))
        {
            return new SettingOutOfRange("pitch", "-12 to 12");
        }

        if (order.PauseMilliseconds is not (>= 0 and <= 5_000))
        {
            return new SettingOutOfRange("pause", "0 to 5000");
        }

        try
        {
            return frontEnd.Split(order.Text, order.Language).Count == 0 ? new TextUnspeakable() : null;
        }
        catch (ArgumentException)
        {
            return new LanguageUnknown(order.Language);
        }
    }
}
