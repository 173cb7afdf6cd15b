using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Opens a graph on the processor and runs it once.</summary>
internal static class NetworkRun
{
    public static readonly SessionFactory Sessions = new(new InferenceOptions { Device = Device.Cpu });

    public static TensorSet Once(GraphBuilder graph, params (string Name, Tensor Value)[] inputs)
    {
        using var session = Sessions.Open(ModelWriter.ToBytes(graph));
        try
        {
            return session.Run(inputs, null, TestContext.Current.CancellationToken);
        }
        finally
        {
            foreach (var (_, value) in inputs)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>Every n-th index along each of the last dimensions of a (1, channels, rows, columns) value.</summary>
    public static float[] Slice(TensorSet outputs, string name, int channelStep, int placeStep)
    {
        var shape = outputs.Shape(name);
        var values = outputs.Read<float>(name);
        var result = new List<float>();
        for (long c = 0; c < shape[1]; c += channelStep)
        {
            for (long y = 0; y < shape[2]; y += placeStep)
            {
                for (long x = 0; x < shape[3]; x += placeStep)
                {
                    result.Add(values[(int)((c * shape[2] + y) * shape[3] + x)]);
                }
            }
        }

        return [.. result];
    }
}
