namespace VoiceWeb.Shell;

/// <summary>Marks the texts of the frame (<c>ShellText.resx</c>, <c>ShellText.zh-CN.resx</c>).</summary>
public sealed class ShellText;
