namespace VoiceWeb.Data;

/// <summary>Where in a recording its audible label stands.</summary>
public enum LabelPlace
{
    Start = 0,
    Middle = 1,
    End = 2,
}
