namespace VoiceWeb.Engine.Text.English;

/// <summary>Pronounces words that no dictionary has.</summary>
internal sealed class LetterToSound
{

    public static IReadOnlyList<string> Read(string word) => [.. word.SelectMany(letter => PronouncingDictionary.Default.FindWord(letter.ToString()) ?? [])];
}
