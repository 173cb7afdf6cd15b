using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Pronunciations;

/// <summary>
/// Changes dictionaries. Every change makes a new version and is recorded with it; earlier versions stay readable, so that a recording
/// that waits is read as it was asked for.
/// </summary>
public sealed class EditPronunciations(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Longest name of a project's dictionary.</summary>
    public const int LongestName = 80;

    /// <summary>Most dictionaries for projects that a school has.</summary>
    public const int MostProjects = 100;

    private const int FewWords = 500; // more are not asked for by name

    /// <summary>Makes an empty dictionary for a project of the school.</summary>
    public async Task<Result<Guid>> CreateAsync(CurrentUser user, string name, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return PronunciationRefusals.MayNotChange();
        }

        if (name.Trim() is not { Length: > 0 and <= LongestName } trimmed)
        {
            return PronunciationRefusals.NameWrong(LongestName);
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var names = await db.Lexicons.Where(d => d.RemovedAt == null && d.Scope == LexiconScope.Project)
            .Select(d => d.Name).ToListAsync(cancellationToken);
        if (names.Contains(trimmed, StringComparer.OrdinalIgnoreCase))
        {
            return PronunciationRefusals.NameWrong(LongestName);
        }

        if (names.Count >= MostProjects)
        {
            return PronunciationRefusals.TooManyDictionaries(MostProjects);
        }

        var dictionary = new Lexicon
        {
            Id = Guid.NewGuid(), TenantId = user.TenantId, Scope = LexiconScope.Project, Name = trimmed, ChangedAt = clock.GetUtcNow(),
        };
        db.Lexicons.Add(dictionary);
        audit.Append(db, user, AuditEvent.DictionaryCreated, Subject(dictionary.Id));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return dictionary.Id;
    }

    /// <summary>Takes a project's dictionary away. Recordings that were asked for with it keep their readings.</summary>
    public async Task<Result<Guid>> RemoveAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return PronunciationRefusals.MayNotChange();
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var dictionary = await db.Lexicons.SingleOrDefaultAsync(
            d => d.Id == id && d.Scope == LexiconScope.Project && d.RemovedAt == null, cancellationToken);
        if (dictionary is null)
        {
            return PronunciationRefusals.NotFound();
        }

        dictionary.RemovedAt = clock.GetUtcNow();
        audit.Append(db, user, AuditEvent.DictionaryRemoved, Subject(id), new { version = dictionary.Version });
        await db.SaveChangesAsync(cancellationToken);
        return id;
    }

    /// <summary>Lays down how a word is read, or lays it down anew.</summary>
    /// <returns>The dictionary's version now.</returns>
    public async Task<Result<int>> SetAsync(CurrentUser user, Guid id, PronunciationEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Problem() is not null)
        {
            return PronunciationRefusals.WordWrong(entry);
        }

        var report = await MergeAsync(user, id, [entry], AuditEvent.PronunciationSet, [], cancellationToken);
        return report.Succeeded ? report.Value.Version : report.Refusal;
    }

    /// <summary>Takes the reading of a word away.</summary>
    /// <returns>The dictionary's version now.</returns>
    public async Task<Result<int>> ClearAsync(CurrentUser user, Guid id, string written, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var opened = await OpenAsync(db, user, id, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Refusal;
        }

        var dictionary = opened.Value;
        var key = KeyOf(written);
        var word = await db.LexiconWords.SingleOrDefaultAsync(
            w => w.DictionaryId == dictionary.Id && w.Key == key && w.Until == null, cancellationToken);
        if (word is null)
        {
            return PronunciationRefusals.WordNotFound(written);
        }

        word.Until = Advance(dictionary);
        audit.Append(db, dictionary.TenantId, user.Id, AuditEvent.PronunciationCleared, Subject(dictionary.Id), new { version = dictionary.Version });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return dictionary.Version;
    }

    /// <summary>Takes a file's words into a dictionary. What the file does not name stays.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="id">The dictionary.</param>
    /// <param name="content">CSV or PLS.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    public async Task<Result<ImportReport>> ImportAsync(CurrentUser user, Guid id, string content, CancellationToken cancellationToken)
    {
        var problems = new List<PronunciationProblem>();
        IReadOnlyList<PronunciationEntry> entries;
        try
        {
            entries = content.AsSpan().TrimStart('\uFEFF').TrimStart().StartsWith("<")
                ? PronunciationExchange.ReadPls(content, problems)
                : PronunciationExchange.ReadCsv(content, problems);
        }
        catch (FormatException broken)
        {
            return PronunciationRefusals.FileNotPls(broken.Message);
        }

        if (entries.Count == 0)
        {
            return PronunciationRefusals.NothingUsable(problems.FirstOrDefault()?.ToString() ?? "the file is empty.");
        }

        return await MergeAsync(user, id, entries, AuditEvent.PronunciationsImported, problems, cancellationToken);
    }

    private async Task<Result<ImportReport>> MergeAsync(
        CurrentUser user, Guid id, IReadOnlyList<PronunciationEntry> entries, AuditEvent what, List<PronunciationProblem> problems, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var opened = await OpenAsync(db, user, id, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Refusal;
        }

        var dictionary = opened.Value;
        var latest = entries.GroupBy(entry => KeyOf(entry.Written)).ToDictionary(group => group.Key, group => group.Last());
        var words = db.LexiconWords.Where(w => w.DictionaryId == dictionary.Id && w.Until == null);
        var count = await words.CountAsync(cancellationToken);
        var present = await words.Where(w => latest.Count > FewWords || latest.Keys.Contains(w.Key)).ToDictionaryAsync(w => w.Key, cancellationToken);
        var changed = latest.Where(pair => !present.TryGetValue(pair.Key, out var word) || !IsSame(word, pair.Value)).ToList();
        var replaced = changed.Count(pair => present.ContainsKey(pair.Key));
        if (count + changed.Count - replaced > PronunciationLexicon.Most)
        {
            return PronunciationRefusals.TooManyWords();
        }

        if (changed.Count > 0)
        {
            var version = Advance(dictionary);
            foreach (var (key, entry) in changed)
            {
                if (present.TryGetValue(key, out var earlier))
                {
                    earlier.Until = version;
                }
            }

            // First the old readings end, or the index would see two of one word.
            await db.SaveChangesAsync(cancellationToken);
            db.LexiconWords.AddRange(changed.Select(pair => WordOf(dictionary, pair.Key, pair.Value, version)));
            audit.Append(db, dictionary.TenantId, user.Id, what, Subject(dictionary.Id), new
            {
                version, added = changed.Count - replaced, replaced, refused = problems.Count,
            });
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return new ImportReport(changed.Count - replaced, replaced, latest.Count - changed.Count, problems, dictionary.Version);
    }

    /// <summary>A dictionary that the asker may change, tracked; made at its first word.</summary>
    private static async Task<Result<Lexicon>> OpenAsync(
        VoiceWebDb db, CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        var dictionary = await db.Lexicons.SingleOrDefaultAsync(
            d => d.Id == id && d.RemovedAt == null && (d.TenantId == user.TenantId || d.Id == Lexicon.InstallationId), cancellationToken);
        if (dictionary is null && PronunciationLibrary.NewOf(id, user) is { } made)
        {
            dictionary = made;
            db.Lexicons.Add(dictionary);
        }

        return dictionary is null ? PronunciationRefusals.NotFound()
            : PronunciationLibrary.MayChange(user, dictionary) ? dictionary : PronunciationRefusals.MayNotChange();
    }

    private int Advance(Lexicon dictionary)
    {
        dictionary.ChangedAt = clock.GetUtcNow();
        return ++dictionary.Version;
    }

    private static LexiconWord WordOf(Lexicon dictionary, string key, PronunciationEntry entry, int version) => new()
    {
        Id = Guid.NewGuid(),
        DictionaryId = dictionary.Id,
        TenantId = dictionary.TenantId,
        Written = entry.Written,
        Key = key,
        Language = entry.Language,
        Reading = entry.Reading,
        IsAlias = entry.IsAlias,
        Since = version,
    };

    private static bool IsSame(LexiconWord word, PronunciationEntry entry) =>
        word.Written == entry.Written && word.Language == entry.Language && word.Reading == entry.Reading && word.IsAlias == entry.IsAlias;

    // As the engine's dictionaries compare words.
    private static string KeyOf(string written) => written.ToUpperInvariant();

    private static string Subject(Guid id) => $"dictionary:{id}";
}
