using System.Text.Json;
using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Which kinds of HuBERT are built: those whose config.json says what chinese-hubert-base's says. What it leaves out is taken to be so.</summary>
internal static class HubertSettings
{
    private static readonly (string Name, string Wanted)[] Fixed =
    [
        ("do_stable_layer_norm", "false"),
        ("feat_extract_norm", "group"),
        ("feat_extract_activation", "gelu"),
        ("feat_proj_layer_norm", "true"),
        ("hidden_act", "gelu"),
    ];

    /// <exception cref="CorruptCheckpointException">It is another kind.</exception>
    public static void Check(JsonElement settings)
    {
        foreach (var (name, wanted) in Fixed)
        {
            if (settings.TryGetProperty(name, out var value) && !string.Equals(value.ToString(), wanted, StringComparison.OrdinalIgnoreCase))
            {
                throw new CorruptCheckpointException($"The speech network's config.json has {name} = {value} where chinese-hubert-base has {wanted}: it is another network, which is not read.");
            }
        }
    }
}
