namespace VoiceWeb.Tenants;

/// <summary>Marks the texts about schools (<c>TenantsText.resx</c>, <c>TenantsText.zh-CN.resx</c>).</summary>
public sealed class TenantsText;
