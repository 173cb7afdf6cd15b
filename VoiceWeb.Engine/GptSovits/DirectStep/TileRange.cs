namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>Tiles of a matrix that one member of a crew computes.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
internal readonly record struct TileRange(int From, int To)
{
    /// <summary>One member's share of so many tiles: all of them when it works alone.</summary>
    public static TileRange Share(int tiles, int member, int members) => new(tiles * member / members, tiles * (member + 1) / members);
}
