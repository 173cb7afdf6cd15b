using VoiceWeb.Engine;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Tests.Engine.Inference;

public sealed class SessionFactoryTests
{
    [Fact]
    public void The_shipped_library_runs_on_the_processor()
    {
        var providers = new SessionFactory(new InferenceOptions { Device = Device.Cpu }).Providers;

        Assert.True(providers.Usable);
        Assert.Equal("CPU", providers.Active);
        Assert.StartsWith("1.", providers.RuntimeVersion);
        Assert.Contains(providers.Providers, provider => provider is { Name: "CPU", Available: true });
    }

    [Fact]
    public void Every_provider_that_does_not_work_says_why()
    {
        var providers = new SessionFactory(new InferenceOptions()).Providers;

        Assert.True(providers.Usable);
        Assert.All(providers.Providers, provider => Assert.NotEmpty(provider.Detail));
        var cuda = Assert.Single(providers.Providers, provider => provider.Name == "CUDA");
        Assert.Equal(cuda.Available, providers.Active == "CUDA");
    }

    [Fact]
    public void A_library_that_is_not_there_is_refused_in_words_and_poisons_nothing()
    {
        var broken = new SessionFactory(new InferenceOptions { OnnxRuntimePath = Path.Combine(Path.GetTempPath(), "no-such-folder") });

        Assert.False(broken.Providers.Usable);
        Assert.Contains("no-such-folder", broken.Providers.Summary);
        Assert.Throws<EngineUnavailableException>(() => broken.Open([]));
        Assert.True(new SessionFactory(new InferenceOptions { Device = Device.Cpu }).Providers.Usable);
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused_in_words()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "not a library");
            var providers = new SessionFactory(new InferenceOptions { OnnxRuntimePath = path }).Providers;

            Assert.False(providers.Usable);
            Assert.Contains(path, providers.Summary);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_damaged_network_is_refused_in_words()
    {
        var sessions = new SessionFactory(new InferenceOptions { Device = Device.Cpu });

        Assert.Contains("verify the model", Assert.Throws<EngineUnavailableException>(() => sessions.Open([1, 2, 3])).Message);
    }

    [Fact]
    public void A_shape_that_does_not_fit_its_values_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Of(new float[5], 2, 3));

        Assert.Contains("holds 6 values, got 5", error.Message);
    }
}
