using System.Globalization;
using VoiceWeb.Data;
using VoiceWeb.Pronunciations;

namespace VoiceWeb.Synthesis;

/// <summary>A rendering as its owner sees it.</summary>
public sealed record RenderingDetails(
    Guid Id,
    string State,
    string Text,
    Guid VoiceId,
    string VoiceName,
    string Language,
    double Speed,
    double PitchSemitones,
    int PauseMilliseconds,
    long Seed,
    string Purpose,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    int PartsDone,
    int PartsTotal,
    double AudioSeconds,
    double? FirstAudioSeconds,
    double? ElapsedSeconds,
    bool HasAudio,
    string MarkId,
    int? QueuePosition,
    string? FailureCode,
    string? FailureMessage,
    DateTimeOffset? PublishedAt,
    string? Title,
    IReadOnlyList<SpokenSentence> Parts)
{
    /// <summary>What is heard in it of its being generated: <c>None</c>, <c>Rhythm</c> or <c>Spoken</c>.</summary>
    public string AudibleLabel { get; init; } = nameof(Data.AudibleLabel.None);

    /// <summary>Where that is heard: <c>Start</c>, <c>Middle</c> or <c>End</c>.</summary>
    public string LabelPlace { get; init; } = nameof(Data.LabelPlace.Start);

    /// <summary>The project's pronunciation dictionary that it was read with, or none.</summary>
    public Guid? DictionaryId { get; init; }

    /// <summary>Whether nothing more will happen to it by itself.</summary>
    public bool IsOver => State is nameof(RenderingState.Done) or nameof(RenderingState.Failed) or nameof(RenderingState.Cancelled);

    internal static RenderingDetails From(Rendering rendering, string voiceName, int? queuePosition) => new(
        rendering.Id,
        rendering.State.ToString(),
        rendering.Text,
        rendering.VoiceId,
        voiceName,
        rendering.Language,
        rendering.Speed,
        rendering.PitchSemitones,
        rendering.PauseMilliseconds,
        rendering.Seed,
        rendering.Purpose.ToString(),
        rendering.CreatedAt,
        rendering.FinishedAt,
        rendering.PartsDone,
        rendering.PartsTotal,
        rendering.AudioSeconds,
        rendering.FirstAudioSeconds,
        rendering.ElapsedSeconds,
        rendering.AudioBlobId is not null,
        rendering.MarkId.ToString("x12", CultureInfo.InvariantCulture),
        queuePosition,
        rendering.FailureCode,
        rendering.FailureMessage,
        rendering.PublishedAt,
        rendering.Title,
        [.. rendering.Parts.OrderBy(p => p.Position).Select(p => new SpokenSentence(p.Position, p.TextStart, p.TextLength, p.StartSeconds, p.Seconds, p.SpokenWords, p.Phones))])
    {
        AudibleLabel = rendering.AudibleLabel.ToString(),
        LabelPlace = rendering.LabelPlace.ToString(),
        DictionaryId = PronunciationsInForce.ProjectIn(rendering.Dictionaries, rendering.TenantId),
    };
}

/// <summary>A sentence that can be heard, or a piece of a long one: pieces of one sentence start at the same place of the text.</summary>
/// <param name="Position">0-based.</param>
/// <param name="TextStart">Where it starts in the text, in UTF-16 units.</param>
/// <param name="TextLength">Its length in UTF-16 units.</param>
/// <param name="StartSeconds">When it starts in the whole.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Words">What was said: numbers and signs in words.</param>
/// <param name="Phones">Its phones, with a space between each two.</param>
public sealed record SpokenSentence(int Position, int TextStart, int TextLength, double StartSeconds, double Seconds, string Words, string Phones);

/// <summary>A recording that was published to the school.</summary>
/// <param name="PublishedBy">Name of whoever published it; empty when the account is gone.</param>
public sealed record PublishedRecording(Guid Id, string Title, string VoiceName, string PublishedBy, double AudioSeconds, DateTimeOffset PublishedAt);
