namespace VoiceWeb.Account;

/// <summary>Marks the texts of the account pages (<c>AccountText.resx</c>, <c>AccountText.zh-CN.resx</c>).</summary>
public sealed class AccountText;
