namespace VoiceWeb.Engine.GptSovits;

/// <summary>The tensors of the speaker network with random weights. Its sizes are fixed by its embedding.</summary>
internal static class RandomSpeaker
{
    private const int Scale = 4;
    private const int Expansion = 4;

    public static void Write(RandomTensors tensors)
    {
        Convolution(tensors, "conv1", "bn1", 64, 1, 3);
        int[] blocks = [3, 4, 6, 3];
        var inputs = 64;
        for (var layer = 1; layer <= 4; layer++)
        {
            int planes = 64 << (layer - 1), width = planes * 24 / 64, outputs = planes * Expansion;
            for (var block = 0; block < blocks[layer - 1]; block++)
            {
                var name = $"layer{layer}.{block}";
                Convolution(tensors, $"{name}.conv1", $"{name}.bn1", width * Scale, inputs, 1);
                for (var i = 0; i < Scale; i++)
                {
                    Convolution(tensors, $"{name}.convs.{i}", $"{name}.bns.{i}", width, width, 3);
                }

                Convolution(tensors, $"{name}.conv3", $"{name}.bn3", outputs, width * Scale, 1);
                for (var i = 0; i < Scale - 1 && layer > 2; i++)
                {
                    Fusion(tensors, $"{name}.fuse_models.{i}", width);
                }

                if (block == 0)
                {
                    Convolution(tensors, $"{name}.shortcut.0", $"{name}.shortcut.1", outputs, inputs, 1);
                }

                inputs = outputs;
            }
        }

        tensors.Weight("layer3_ds.weight", 2048, 1024, 3, 3);
        Fusion(tensors, "fuse34", 2048);
    }

    private static void Fusion(RandomTensors tensors, string name, int channels)
    {
        tensors.Layer($"{name}.local_att.0", channels / 4, 2 * channels, 1, 1);
        tensors.BatchNorm($"{name}.local_att.1", channels / 4);
        tensors.Layer($"{name}.local_att.3", channels, channels / 4, 1, 1);
        tensors.BatchNorm($"{name}.local_att.4", channels);
    }

    private static void Convolution(RandomTensors tensors, string conv, string norm, int outputs, int inputs, int kernel)
    {
        tensors.Weight($"{conv}.weight", outputs, inputs, kernel, kernel);
        tensors.BatchNorm(norm, outputs);
    }
}
