using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>Runs a one-node network on a provider: the only proof that it works, since a provider is listed wherever it was compiled in.</summary>
internal static class ProviderProbe
{
    /// <summary>y = -x for one float, as ONNX bytes (IR 10, opset 21). Field numbers from onnx.proto.</summary>
    private static readonly byte[] NegateOneNumber =
    [
        0x08, 10, // ir_version
        0x42, 2, 0x10, 21, // opset_import { version }
        0x3A, 51, // graph
        0x0A, 11, 0x0A, 1, (byte)'x', 0x12, 1, (byte)'y', 0x22, 3, (byte)'N', (byte)'e', (byte)'g', // node { input, output, op_type }
        0x12, 2, (byte)'n', (byte)'1', // name
        0x5A, 15, 0x0A, 1, (byte)'x', 0x12, 10, 0x0A, 8, 0x08, 1, 0x12, 4, 0x0A, 2, 0x08, 1, // input { name, type { tensor_type { float, shape } } }
        0x62, 15, 0x0A, 1, (byte)'y', 0x12, 10, 0x0A, 8, 0x08, 1, 0x12, 4, 0x0A, 2, 0x08, 1, // output
    ];

    /// <summary>The processor.</summary>
    public static ExecutionProviderStatus Cpu()
    {
        try
        {
            using var options = new SessionOptions();
            Run(options);
            return new ExecutionProviderStatus("CPU", true, new("provider-cores", $"{Environment.ProcessorCount} cores", Environment.ProcessorCount));
        }
        catch (Exception failure) when (IsProviderFailure(failure))
        {
            return new ExecutionProviderStatus("CPU", false, new(
                "provider-processor", $"ONNX Runtime cannot run on this processor: {failure.Message}", FirstLine(failure.Message)));
        }
    }

    /// <summary>An NVIDIA GPU. Always answers in words; never throws for a provider that is not there.</summary>
    public static ExecutionProviderStatus Cuda()
    {
        try
        {
            if (!OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
            {
                return Missing(new(
                    "provider-no-cuda",
                    "this build of ONNX Runtime has no CUDA. Build with -p:OnnxRuntimeNative=Gpu, or set Engine:OnnxRuntimePath to the folder of a CUDA build."));
            }

            using var options = new SessionOptions();
            using var cuda = new OrtCUDAProviderOptions();
            options.AppendExecutionProvider_CUDA(cuda);
            Run(options);
            return new ExecutionProviderStatus("CUDA", true, new("provider-gpu", "NVIDIA GPU, device 0"));
        }
        catch (Exception failure) when (IsProviderFailure(failure))
        {
            var cause = FirstLine(failure.Message);
            return Missing(new(
                "provider-not-started",
                $"the provider did not start ({cause}). It needs an NVIDIA driver, CUDA and cuDNN of the version that this ONNX Runtime was built for.",
                cause));
        }
    }

    /// <summary>What ONNX Runtime throws when a provider, its library or its driver is missing.</summary>
    public static bool IsProviderFailure(Exception failure) =>
        failure is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or TypeInitializationException;

    private static ExecutionProviderStatus Missing(EngineStatement why) => new("CUDA", false, why);

    private static void Run(SessionOptions options)
    {
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        using var session = new InferenceSession(NegateOneNumber, options);
        using var input = OrtValue.CreateTensorValueFromMemory(new float[] { 2 }, [1]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["x"], [input], ["y"]);
        if (outputs[0].GetTensorDataAsSpan<float>()[0] != -2)
        {
            throw new OnnxRuntimeProbeException();
        }
    }

    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].Trim();
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    /// <summary>A provider computed -2 wrongly: nothing it computes can be trusted.</summary>
    private sealed class OnnxRuntimeProbeException() : Exception("ONNX Runtime computed a wrong result for a one-node network.");
}
