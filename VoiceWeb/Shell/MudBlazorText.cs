namespace VoiceWeb.Shell;

/// <summary>Marks the texts of MudBlazor's components (<c>MudBlazorText.resx</c>, <c>MudBlazorText.zh-CN.resx</c>).</summary>
public sealed class MudBlazorText;
