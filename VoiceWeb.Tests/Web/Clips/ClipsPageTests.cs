using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Clips;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Clips;

/// <summary>The page of recordings: what is there, what becomes of a file that is dropped, and what stands in a microphone's way.</summary>
public sealed class ClipsPageTests : PageTest
{
    private readonly BunitJSModuleInterop _recorder;

    public ClipsPageTests()
    {
        Services.AddLogging();
        Services.AddSingleton<SealedBlobs>();
        Services.AddSingleton<BlobErasure>();
        Services.AddSingleton<ClipStore>();
        Services.AddSingleton(new AudioDecoder(new AudioOptions()));
        Services.AddClips();
        _recorder = Script("ClipRecorder");
        Script("ClipUpload");
        Script("ClipPicture");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_library_says_what_a_recording_is_for()
    {
        var page = RenderFor<ClipsPage>(await AddMemberAsync(TenantRole.Teacher));

        page.WaitForElement(".vw-empty");
        Assert.Empty(page.FindAll("a[href='/voices/new']"));
        page.WaitForElement(".vw-drop input:enabled");
    }

    [Fact]
    public async Task A_recording_shows_its_numbers_its_verdict_and_what_to_do()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        await AddClipAsync(me, "Reading", ClipQuality.Usable, """[{"code":"noisy","value":18,"limit":20}]""");
        await AddClipAsync(await AddMemberAsync(TenantRole.Teacher, tenantId: me.TenantId), "Somebody else’s", ClipQuality.Good, "[]");

        var page = RenderFor<ClipsPage>(me);

        page.WaitForElement(".vw-clips");
        Assert.Contains("Reading", page.Markup, StringComparison.Ordinal);
        Assert.Contains("12.3 s", page.Markup, StringComparison.Ordinal);
        Assert.Contains("18 dB", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody else", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("a[href='/voices/new']"));
    }

    [Fact]
    public async Task A_refused_file_keeps_its_sentence_and_does_not_hide_the_others()
    {
        var upload = RenderFor<ClipUpload>(await AddMemberAsync(TenantRole.Teacher));

        await upload.InvokeAsync(() => upload.Instance.Begin(1, "letter.wav"));
        await upload.InvokeAsync(() => upload.Instance.Begin(2, "reading.wav"));
        await upload.InvokeAsync(() => upload.Instance.Progress(2, 0.4));
        await upload.InvokeAsync(() => upload.Instance.EndAsync(1, false, new ReceivedProblem("clip-not-audio-text", "This is a text.", [])));

        Assert.Equal(2, upload.FindAll(".vw-uploads li").Count);
        Assert.Equal("0.4", upload.Find("progress").GetAttribute("value"));
        Assert.Single(upload.FindAll("[data-code='clip-not-audio-text']"));
    }

    [Theory]
    [InlineData("denied")]
    [InlineData("no-microphone")]
    [InlineData("not-possible")]
    public async Task A_microphone_that_cannot_be_used_is_explained(string cause)
    {
        _recorder.Setup<string?>("start").SetResult(cause);
        var recorder = RenderFor<ClipRecorder>(await AddMemberAsync(TenantRole.Teacher));

        await recorder.FindAll("button").Single(button => button.ClassList.Contains("vw-button") && button.TextContent.Contains("Start recording", StringComparison.Ordinal)).ClickAsync();

        var alert = recorder.WaitForElement("[data-code^='microphone-']");
        Assert.True(alert.TextContent.Trim().Length > 30, alert.TextContent);
    }

    private BunitJSModuleInterop Script(string component)
    {
        var module = JSInterop.SetupModule($"./Clips/{component}.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        var attached = module.SetupModule(call => call.Identifier == "attach");
        attached.Mode = JSRuntimeMode.Loose;
        return attached;
    }

    private async Task AddClipAsync(CurrentUser owner, string name, ClipQuality quality, string reasons)
    {
        await using var db = await OpenDbAsync();
        db.Clips.Add(new Clip
        {
            Id = Guid.CreateVersion7(), TenantId = owner.TenantId, OwnerId = owner.Id, Name = name, Format = "wav", Sha256 = new string('0', 64),
            DurationSeconds = 12.3, SpeechSeconds = 10, SnrDb = 18, LevelDbfs = -22, Quality = quality, ReasonsJson = reasons, AddedAt = Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(Token);
    }
}
