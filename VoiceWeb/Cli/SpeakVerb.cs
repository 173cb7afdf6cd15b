using System.CommandLine;
using System.Security.Cryptography;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Synthesis;
using VoiceWeb.Voices;

namespace VoiceWeb.Cli;

/// <summary><c>speak</c>: one text in the voice of one recording, under the operator's attestation.</summary>
internal static class SpeakVerb
{
    public static Command Create()
    {
        var clip = new Option<string>("--clip") { Description = "A recording of the speaker: 5 to 60 seconds of clear speech.", Required = true };
        var transcript = new Option<string?>("--transcript") { Description = "What is said in the recording. The likeness rises with it." };
        var text = new Option<string>("--text") { Description = "What to say.", Required = true };
        var target = new Option<string>("--out") { Description = "The WAV file to write.", Required = true };
        var language = new Option<string>("--language") { Description = "auto, zh, en, or any tag that the engine speaks.", DefaultValueFactory = _ => "auto" };
        var engine = new Option<string>("--engine") { Description = "builtin, or gpt-sovits with --model.", DefaultValueFactory = _ => "builtin" };
        var model = new Option<string?>("--model") { Description = "The name that a GPT-SoVITS model was imported under." };
        var seed = new Option<long?>("--seed") { Description = "Same text, voice and seed: same samples." };
        var speed = new Option<double>("--speed") { Description = "Speaking rate, 0.5 to 2.", DefaultValueFactory = _ => 1 };
        var label = new Option<AudibleLabel>("--audible-label") { Description = "What is heard of its being generated: none, rhythm or spoken.", DefaultValueFactory = _ => AudibleLabel.None };
        var place = new Option<LabelPlace>("--label-place") { Description = "Where that is heard: start, middle or end.", DefaultValueFactory = _ => LabelPlace.Start };
        var attest = new Option<string?>("--attest")
        {
            Description = "Your attestation: who the speaker is and what the recording is used for. It is recorded with your account.",
        };
        return CliVerb.CreateWithServices(
            "speak",
            "Speaks a text in the voice of a recording.",
            [clip, transcript, text, target, language, engine, model, seed, speed, label, place, attest],
            async (parsed, services, output, cancellationToken) =>
            {
                if (string.IsNullOrWhiteSpace(parsed.GetValue(attest)))
                {
                    throw new CliException(
                        "Nothing is spoken without consent. Say with --attest \"speaker, purpose\" whose voice it is and what for; it is recorded with your account.");
                }

                var file = CliVerb.ExistingFile(parsed.GetRequiredValue(clip));
                if (Directory.Exists(parsed.GetRequiredValue(target)))
                {
                    throw new CliException($"{parsed.GetRequiredValue(target)} is a folder, not a file.");
                }

                var audio = await CliAudio.DecodeAsync(services, file.FullName, cancellationToken);
                var grant = (await services.GetRequiredService<ConsentGate>().AttestAsync(
                    Environment.UserName, parsed.GetValue(attest)!, await HashAsync(file, cancellationToken), cancellationToken)).OrRefuse();
                output.Note("Learning the voice ...");
                var fitted = await services.GetRequiredService<AttestedVoice>().LearnAsync(
                    grant,
                    new FitClip(audio, parsed.GetValue(transcript)),
                    parsed.GetValue(model) is { } name ? $"{parsed.GetRequiredValue(engine)}:{name}" : parsed.GetRequiredValue(engine),
                    parsed.GetRequiredValue(language),
                    cancellationToken);
                foreach (var note in fitted.Report.Notes)
                {
                    output.Note(note.English);
                }

                var speaker = services.GetRequiredService<SpeakAttested>();
                var rendering = (await speaker.SpeakAsync(
                    grant,
                    fitted.Voice,
                    new SpeakOrder(grant.VoiceId, parsed.GetRequiredValue(text))
                    {
                        Language = parsed.GetRequiredValue(language),
                        Purpose = grant.Purpose,
                        Seed = parsed.GetValue(seed),
                        AudibleLabel = parsed.GetValue(label),
                        LabelPlace = parsed.GetValue(place),
                        Speed = parsed.GetValue(speed) is var rate and >= 0.5 and <= 2 ? rate : throw new CliException("--speed goes from 0.5 to 2."),
                    },
                    cancellationToken)).OrRefuse();
                await using (var sound = await speaker.OpenAsync(rendering, cancellationToken))
                await using (var wav = File.Create(parsed.GetRequiredValue(target)))
                {
                    await sound.CopyToAsync(wav, cancellationToken);
                }

                Report(output, rendering, parsed.GetRequiredValue(target));
                return ExitCodes.Done;
            });
    }

    private static void Report(CliOutput output, Rendering rendering, string target)
    {
        var mark = new WatermarkId((ulong)rendering.MarkId).ToString();
        output.Answer(
            new
            {
                RenderingId = rendering.Id,
                MarkId = mark,
                Engine = rendering.Model,
                rendering.AudioSeconds,
                rendering.ElapsedSeconds,
                rendering.FirstAudioSeconds,
            },
            [$"{target}: {rendering.AudioSeconds:0.0} s of speech in {rendering.ElapsedSeconds:0.0} s, mark {mark}, rendering {rendering.Id}"]);
    }

    private static async Task<string> HashAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
