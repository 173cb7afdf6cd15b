using VoiceWeb.Audit;

namespace VoiceWeb.Tests.Web.Audit;

public sealed class AuditFactsTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"code":"mark-failed","consent":null,"contradicts":[]}""", "code: mark-failed")]
    [InlineData("""{"sha256":"00112233445566778899aabb","attempts":2,"whole":true}""", "sha256: 00112233… · attempts: 2 · whole: True")]
    [InlineData("""{"attestation":"a synthetic speaker, a test"}""", "attestation: a synthetic speaker, a test")]
    public void Facts_are_brief_and_leave_out_what_is_empty(string json, string brief) => Assert.Equal(brief, AuditFacts.Brief(json));
}
