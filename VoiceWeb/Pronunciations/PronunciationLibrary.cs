using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Pronunciations;

/// <summary>The dictionaries of the installation, of a school and of its projects. Another school's are not found.</summary>
public sealed partial class PronunciationLibrary(IDbContextFactory<VoiceWebDb> dbFactory, ILogger<PronunciationLibrary> log)
{
    // The newest version of each dictionary that was asked for: most texts are read with it.
    private readonly ConcurrentDictionary<Guid, PronunciationLexicon> _read = new();

    /// <summary>The installation's dictionary, the school's, and those of its projects by name.</summary>
    public async Task<IReadOnlyList<DictionarySummary>> ListAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var known = await Visible(db, user.TenantId)
            .Select(d => new
            {
                Dictionary = d,
                Words = db.LexiconWords.Count(w => w.DictionaryId == d.Id && w.Until == null),
            })
            .ToListAsync(cancellationToken);
        var summaries = known.ConvertAll(k => Summarize(user, k.Dictionary, k.Words));
        if (!summaries.Exists(s => s.Scope == LexiconScope.Installation))
        {
            summaries.Add(Summarize(user, NewOf(Lexicon.InstallationId, user)!, 0));
        }

        if (!summaries.Exists(s => s.Scope == LexiconScope.School))
        {
            summaries.Add(Summarize(user, NewOf(user.TenantId, user)!, 0));
        }

        return [.. summaries.OrderBy(s => s.Scope).ThenBy(s => s.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>What a dictionary holds now.</summary>
    public async Task<Result<PronunciationLexicon>> FindAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var dictionary = await Visible(db, user.TenantId).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) ?? NewOf(id, user);
        return dictionary is null ? PronunciationRefusals.NotFound() : await ReadAsync(db, dictionary, dictionary.Version, cancellationToken);
    }

    /// <summary>The dictionaries that a text of a school is read with now.</summary>
    /// <param name="tenantId">The school.</param>
    /// <param name="projectId">The project's dictionary that was chosen, or none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Result<PronunciationsInForce>> InForceAsync(Guid tenantId, Guid? projectId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var dictionaries = await Visible(db, tenantId)
            .Where(d => d.Scope != LexiconScope.Project || d.Id == projectId)
            .OrderBy(d => d.Scope).ToListAsync(cancellationToken);
        if (projectId is not null && !dictionaries.Exists(d => d.Id == projectId))
        {
            return PronunciationRefusals.NotFound();
        }

        return await ReadAsync(db, dictionaries.ConvertAll(d => (d, d.Version)), cancellationToken);
    }

    /// <summary>The dictionaries as they stood when a recording was asked for, also those that were taken away since.</summary>
    /// <param name="tenantId">The school that the recording belongs to.</param>
    /// <param name="versions">As <see cref="PronunciationsInForce.Versions"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PronunciationSet> AsOfAsync(Guid tenantId, string versions, CancellationToken cancellationToken)
    {
        var asked = versions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':'))
            .ToDictionary(pair => Guid.Parse(pair[0]), pair => int.Parse(pair[1], CultureInfo.InvariantCulture));
        if (asked.Count == 0)
        {
            return PronunciationSet.None;
        }

        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var dictionaries = await db.Lexicons.AsNoTracking()
            .Where(d => asked.Keys.Contains(d.Id) && (d.TenantId == tenantId || d.Id == Lexicon.InstallationId))
            .ToListAsync(cancellationToken);
        return (await ReadAsync(db, dictionaries.ConvertAll(d => (d, asked[d.Id])), cancellationToken)).Set;
    }

    /// <summary>A dictionary that nobody has written in yet: the installation's or the school's own; null for every other id.</summary>
    internal static Lexicon? NewOf(Guid id, CurrentUser user) =>
        id == Lexicon.InstallationId ? new Lexicon { Id = id, Scope = LexiconScope.Installation }
        : id == user.TenantId ? new Lexicon { Id = id, TenantId = id, Scope = LexiconScope.School }
        : null;

    internal static bool MayChange(CurrentUser user, Lexicon dictionary) =>
        dictionary.Scope == LexiconScope.Installation ? user.IsOwner : user.MaySpeak;

    /// <summary>The dictionaries that a school sees.</summary>
    internal static IQueryable<Lexicon> Visible(VoiceWebDb db, Guid tenantId) => db.Lexicons.AsNoTracking()
        .Where(d => d.RemovedAt == null && (d.TenantId == tenantId || d.Id == Lexicon.InstallationId));

    internal static DictionarySummary Summarize(CurrentUser user, Lexicon dictionary, int words) => new(
        dictionary.Id, dictionary.Scope, dictionary.Name, dictionary.Version, words,
        dictionary.Version > 0 ? dictionary.ChangedAt : null, MayChange(user, dictionary));

    private async Task<PronunciationsInForce> ReadAsync(
        VoiceWebDb db, List<(Lexicon Dictionary, int Version)> dictionaries, CancellationToken cancellationToken)
    {
        var lexicons = new List<PronunciationLexicon>();
        var versions = new List<string>();
        foreach (var (dictionary, version) in dictionaries.Where(d => d.Version > 0))
        {
            lexicons.Add(await ReadAsync(db, dictionary, version, cancellationToken));
            versions.Add(string.Create(CultureInfo.InvariantCulture, $"{dictionary.Id}:{version}"));
        }

        return new PronunciationsInForce([.. lexicons], string.Join(' ', versions));
    }

    private async Task<PronunciationLexicon> ReadAsync(
        VoiceWebDb db, Lexicon dictionary, int version, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(dictionary.Id, out var known) && known.Version == version)
        {
            return known;
        }

        var words = await db.LexiconWords.AsNoTracking()
            .Where(w => w.DictionaryId == dictionary.Id && w.Since <= version && (w.Until == null || w.Until > version))
            .Select(w => new PronunciationEntry(w.Written, w.Language, w.Reading, w.IsAlias))
            .ToListAsync(cancellationToken);
        // What an earlier version of the program accepted, and this one does not, must not stop every recording.
        var usable = words.Where(word => word.Problem() is null).ToList();
        if (usable.Count < words.Count)
        {
            LogUnusable(words.Count - usable.Count, dictionary.Id);
        }

        var lexicon = PronunciationLexicon.Create(dictionary.Name, (PronunciationScope)dictionary.Scope, Math.Max(1, version), usable);
        if (version == dictionary.Version && version > 0)
        {
            _read[dictionary.Id] = lexicon;
        }

        return lexicon;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} words of the pronunciation dictionary {Id} can no longer be used; they were passed over.")]
    private partial void LogUnusable(int count, Guid id);
}
