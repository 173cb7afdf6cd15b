using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Voices;

/// <summary>
/// The stretches of a voice's recordings: which are good, what is said in them, how they sound. For whoever made the voice alone; they are the
/// speaker's own recordings.
/// </summary>
public sealed class StretchLibrary(IDbContextFactory<VoiceWebDb> dbFactory, ClipStore store, AudioDecoder decoder)
{
    /// <summary>Stretches that are shown of one recording.</summary>
    private const int ShownOfEach = 4;

    /// <summary>What was chosen for a voice; empty where the model chooses by itself.</summary>
    public static IReadOnlyList<VoiceStretch> ChosenOf(Voice voice) =>
        voice.ReferencesJson is null ? [] : JsonSerializer.Deserialize<List<VoiceStretch>>(voice.ReferencesJson) ?? [];

    /// <summary>Looks for the best stretches of all recordings, and measures those that were chosen.</summary>
    public async Task<Result<VoiceStretches>> FindAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(user, voiceId, cancellationToken) is not var (voice, clips))
        {
            return VoiceRefusals.NotFound();
        }

        var chosen = ChosenOf(voice);
        List<StretchSource> sources = [];
        List<MeasuredStretch> measured = [], found = [];
        foreach (var clip in clips)
        {
            var audio = await DecodeAsync(clip, cancellationToken);
            var finder = new ReferenceWindowFinder(audio);
            sources.Add(new StretchSource(clip.Id, clip.Name, audio.Seconds));
            measured.AddRange(chosen.Where(stretch => stretch.ClipId == clip.Id)
                .Select(stretch => Describe(stretch, finder.At(stretch.StartSeconds, stretch.Seconds, cancellationToken: cancellationToken))));
            found.AddRange(finder.Find(ShownOfEach, cancellationToken).Select(window => Describe(Propose(clip, window), window)));
        }

        // In the order in which they were chosen: the first with a transcript guides the melody.
        return new VoiceStretches(sources, [.. chosen.SelectMany(stretch => measured.Where(one => one.Stretch == stretch).Take(1))], found);
    }

    /// <summary>Measures a stretch that somebody set by hand, and guesses what is said in it.</summary>
    public async Task<Result<MeasuredStretch>> MeasureAsync(CurrentUser user, Guid voiceId, VoiceStretch stretch, CancellationToken cancellationToken)
    {
        var found = await OpenAsync(user, voiceId, stretch.ClipId, cancellationToken);
        if (found is not var (clip, audio))
        {
            return VoiceRefusals.ClipNotFound();
        }

        var window = new ReferenceWindowFinder(audio).At(stretch.StartSeconds, stretch.Seconds, cancellationToken: cancellationToken);
        return Describe(stretch with { Transcript = Propose(clip, window).Transcript }, window);
    }

    /// <summary>A stretch's sound as a WAV file: the speaker's own recording, for the speaker to hear.</summary>
    public async Task<Result<byte[]>> HearAsync(
        CurrentUser user, Guid voiceId, Guid clipId, double startSeconds, double seconds, CancellationToken cancellationToken)
    {
        if (!(seconds > 0 && seconds <= ReferenceWindowFinder.MaxSeconds + 1) || !(startSeconds >= 0))
        {
            return VoiceRefusals.StretchLength();
        }

        var found = await OpenAsync(user, voiceId, clipId, cancellationToken);
        if (found is not var (_, audio))
        {
            return VoiceRefusals.ClipNotFound();
        }

        var window = new ReferenceWindowFinder(audio).At(startSeconds, seconds, listensForSpeakers: false, cancellationToken);
        return WavWriter.ToBytes(ReferenceWindowFinder.Cut(audio, window));
    }

    private static VoiceStretch Propose(Clip clip, ReferenceWindow window) => new(
        clip.Id, Math.Round(window.StartSeconds, 2), Math.Round(window.Seconds, 2),
        clip.Transcript is null ? null : ReferenceTranscript.Suggest(clip.Transcript, window), null);

    private static MeasuredStretch Describe(VoiceStretch stretch, ReferenceWindow window) =>
        new(stretch, window.SpeechShare, window.NoiseDistanceDb, window.Clipped, window.ClearEnds, window.OneSpeaker, window.ChangeSeconds);

    private async Task<(Clip Clip, AudioBuffer Audio)?> OpenAsync(CurrentUser user, Guid voiceId, Guid clipId, CancellationToken cancellationToken) =>
        await FindOwnAsync(user, voiceId, cancellationToken) is var (_, clips) && clips.Find(clip => clip.Id == clipId) is { } own
            ? (own, await DecodeAsync(own, cancellationToken))
            : null;

    private async Task<(Voice Voice, List<Clip> Clips)?> FindOwnAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await db.Voices.AsNoTracking().Include(v => v.Clips)
            .SingleOrDefaultAsync(v => v.Id == voiceId && v.OwnerId == user.Id && v.State != VoiceState.Withdrawn, cancellationToken);
        if (voice is null)
        {
            return null;
        }

        var ids = voice.Clips.Select(link => link.ClipId).ToList();
        return (voice, await db.Clips.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.AddedAt).ToListAsync(cancellationToken));
    }

    private async Task<AudioBuffer> DecodeAsync(Clip clip, CancellationToken cancellationToken)
    {
        await using var wav = await store.OpenAsync(clip.DecodedBlobId, cancellationToken);
        return await decoder.DecodeAsync(wav, cancellationToken);
    }
}
