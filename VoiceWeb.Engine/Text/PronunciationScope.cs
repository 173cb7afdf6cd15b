namespace VoiceWeb.Engine.Text;

/// <summary>Whom a pronunciation dictionary is for. The narrower one wins: project over school over installation.</summary>
public enum PronunciationScope
{
    Installation,
    School,
    Project,
}
