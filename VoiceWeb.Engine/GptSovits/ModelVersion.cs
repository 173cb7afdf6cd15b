namespace VoiceWeb.Engine.GptSovits;

/// <summary>Generations of GPT-SoVITS. V1 to V2ProPlus share one vocoder family; V3 and V4 need a diffusion network that is not built here.</summary>
internal enum ModelVersion
{
    V1,
    V2,
    V2Pro,
    V2ProPlus,
    V3,
    V4,
}
