using VoiceWeb.Data;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Pronunciations;

/// <summary>The dictionaries that a text is read with.</summary>
/// <param name="Set">For the text front-end.</param>
/// <param name="Versions">Which they are: <c>id:version</c> with spaces between.</param>
public sealed record PronunciationsInForce(PronunciationSet Set, string Versions)
{
    /// <summary>The project's dictionary among those that a text was read with, or none.</summary>
    /// <param name="versions">As <see cref="Versions"/>.</param>
    /// <param name="tenantId">Whose text it is: a school's own dictionary has the school's id.</param>
    internal static Guid? ProjectIn(string versions, Guid tenantId) => versions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => (Guid?)Guid.Parse(pair.Split(':')[0])).FirstOrDefault(id => id != Lexicon.InstallationId && id != tenantId);
}
