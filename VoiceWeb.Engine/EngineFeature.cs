using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Engine.Speech;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine;

/// <summary>The engine's wiring: the only place that knows all of its parts.</summary>
public static class EngineFeature
{
    /// <summary>
    /// Adds the engine. The app supplies the <see cref="WatermarkKey"/> that renderings are marked with and the
    /// <see cref="ModelLibrary"/> that imported models stand in, may add a <see cref="PolyphoneModel"/>, and may configure
    /// <see cref="AudioOptions"/> and <see cref="InferenceOptions"/>.
    /// </summary>
    public static IServiceCollection AddVoiceEngine(this IServiceCollection services)
    {
        services.AddOptions<AudioOptions>();
        services.AddOptions<InferenceOptions>();
        services.AddSingleton(provider => new AudioDecoder(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddSingleton(provider => new AudioEncoder(provider.GetRequiredService<IOptions<AudioOptions>>().Value));
        services.AddOptions<ClipQualityOptions>();
        services.AddSingleton(provider => new ClipQualityGate(provider.GetRequiredService<IOptions<ClipQualityOptions>>().Value));
        services.AddSingleton(provider => new SessionFactory(provider.GetRequiredService<IOptions<InferenceOptions>>().Value));
        services.AddSingleton(provider => new TextFrontEnd(provider.GetService<PolyphoneModel>()));
        services.AddSingleton(provider => new Watermarker(provider.GetRequiredService<WatermarkKey>()));
        services.AddSingleton<IVoiceModel>(provider => new BuiltinVoiceModel(text: provider.GetRequiredService<TextFrontEnd>()));
        services.AddSingleton<GptSovitsVoiceModels>();
        services.AddSingleton(_ => new NoticeVoice(new BaseSpeech(new EspeakProcess())));
        services.AddSingleton<SpeechEngine>();
        services.AddSingleton<ISpeechEngine>(provider => provider.GetRequiredService<SpeechEngine>());
        services.AddSingleton<IVoiceFitter>(provider => provider.GetRequiredService<SpeechEngine>());
        return services;
    }
}
