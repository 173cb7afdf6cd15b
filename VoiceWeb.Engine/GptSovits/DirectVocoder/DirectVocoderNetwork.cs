using System.Collections.Concurrent;
using System.Numerics.Tensors;
using VoiceWeb.Engine.GptSovits.Kernels;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>
/// The vocoder without a general runtime: the same network as <c>vocoder.onnx</c>, with half the products (<see cref="TiledConvolution"/>) and all channels of a
/// sample side by side. All threads share every convolution; no number depends on how many. Safe for concurrent use.
/// </summary>
internal sealed unsafe class DirectVocoderNetwork : IVocoder
{
    private const float InnerSlope = 0.1f, LastSlope = 0.01f;
    private const int Input = 0, Branch = 1, Inner = 2, Sum = 3; // fields

    private readonly SovitsConfig _config;
    private readonly ProcessorLoad _load;
    private readonly int _threads;
    private readonly int _reach;
    private readonly TapConvolution _first;
    private readonly float[] _firstBias;
    private readonly VocoderStage[] _stages;
    private readonly TapConvolution _last;
    private readonly float[] _lastBias;
    private readonly ConcurrentBag<VocoderWork> _works = [];

    private DirectVocoderNetwork(VocoderReader reader, SovitsConfig config, int reach, ProcessorLoad load, int threads)
    {
        (_config, _reach, _load, _threads) = (config, reach, load, threads);
        var magic = reader.Number();
        reader.HasKinds = magic == VocoderFile.RoundedMagic;
        if (magic is not (VocoderFile.Magic or VocoderFile.RoundedMagic) || reader.Size() != config.Rates.Count)
        {
            throw new InvalidDataException("The vocoder's weights belong to another network.");
        }

        var (blocks, units) = (reader.Size(), reader.Size());
        (_first, _firstBias) = Plain(reader, config.Latent);
        _stages = [.. config.Rates.Select(_ => new VocoderStage(reader, blocks, units))];
        (_last, _lastBias) = Plain(reader, null);
        if (!reader.AtEnd)
        {
            throw new InvalidDataException("The vocoder's weights go on after their end.");
        }
    }

    /// <summary>Opens a model's vocoder; null where its file is missing, or this processor lacks what the kernels need.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="reach">Frames to each side that it looks at.</param>
    /// <param name="load">Counts what runs.</param>
    /// <param name="threads">Threads that share a window. Positive.</param>
    /// <exception cref="EngineUnavailableException">The file is damaged.</exception>
    public static DirectVocoderNetwork? TryOpen(string folder, SovitsConfig config, int reach, ProcessorLoad load, int threads)
    {
        var path = Path.Combine(folder, VocoderFile.Name);
        if (!ProductKernel.Supported || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            return new DirectVocoderNetwork(new VocoderReader(file), config, reach, load, threads);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            throw new EngineUnavailableException(
                new EngineStatement("network-file", $"{VocoderFile.Name} of the model cannot be used: {failure.Message} Verify the model, or import it again.", VocoderFile.Name), failure);
        }
    }

    public float[] Run(float[] frames, int before, int own, int after, float[] style, CancellationToken cancellationToken)
    {
        using var busy = _load.Enter();
        var count = before + own + after;
        var work = Rent(count);
        try
        {
            var (hasLeft, hasRight) = (before == _reach, after == _reach);
            var samples = Enter(work, frames, count, style);
            var channels = _first.Outputs;
            var has = _reach;
            for (var stage = 0; stage < _stages.Length; stage++)
            {
                var network = _stages[stage];
                var surplus = has * network.Upsampling.Rate - network.Need;
                var (start, end) = (hasLeft ? surplus : 0, samples * network.Upsampling.Rate - (hasRight ? surplus : 0));
                Raise(work, network, samples, start, end, channels);
                (samples, channels, has) = (end - start, network.Upsampling.Channels, network.Need);
                Residual(work, network, samples, stage == _stages.Length - 1 ? LastSlope : InnerSlope, cancellationToken);
            }

            return Leave(work, samples, channels).AsSpan(hasLeft ? has : before * _config.FrameSamples, own * _config.FrameSamples).ToArray();
        }
        finally
        {
            _works.Add(work);
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        Array.ForEach(_stages, stage => stage.Dispose());
        _last.Dispose();
        while (_works.TryTake(out var work))
        {
            work.Dispose();
        }
    }

    private static (TapConvolution, float[]) Plain(VocoderReader reader, int? expected)
    {
        var (outputs, inputs, kernel) = (reader.Size(), reader.Size(), reader.Size());
        if (expected is not null && inputs != expected)
        {
            throw new InvalidDataException("The vocoder's weights belong to another network.");
        }

        var bias = reader.Floats(outputs);
        Array.Resize(ref bias, ProductKernel.Padded(outputs));
        return (new TapConvolution(reader.Layer(outputs, inputs, kernel), kernel, -(kernel / 2), tap => tap), bias);
    }

    /// <summary>The first convolution, with the voice's style and LeakyReLU. Returns its rows: frames.</summary>
    private int Enter(VocoderWork work, float[] frames, int count, float[] style)
    {
        var inputs = ProductKernel.Padded(_config.Latent);
        var from = work.Field(Input, inputs);
        new Span<float>(from, count * inputs).Clear();
        for (var channel = 0; channel < _config.Latent; channel++)
        {
            for (var frame = 0; frame < count; frame++)
            {
                from[frame * inputs + channel] = frames[channel * count + frame];
            }
        }

        work.Fence(Input, count, inputs);
        var start = (float[])_firstBias.Clone();
        TensorPrimitives.Add(start.AsSpan(0, style.Length), style, start.AsSpan(0, style.Length));
        var to = work.Field(Sum, _first.Outputs);
        fixed (float* begin = start)
        {
            var own = begin;
            Share(Strips(count), (strip, strips) => _first.Run(from, own, to, _first.Outputs, count * strip / strips, count * (strip + 1) / strips));
        }

        var all = new Span<float>(to, count * _first.Outputs);
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Math.Max(all[i], InnerSlope * all[i]);
        }

        return count;
    }

    private void Raise(VocoderWork work, VocoderStage stage, int samples, int start, int end, int channels)
    {
        work.Fence(Sum, samples, channels);
        var from = work.Field(Sum, channels);
        var to = work.Field(Input, stage.Upsampling.Channels);
        Share(Strips(samples), (strip, strips) =>
            stage.Upsampling.Run(from, to, start, end, (int)((long)samples * strip / strips), (int)((long)samples * (strip + 1) / strips)));
    }

    private void Residual(VocoderWork work, VocoderStage stage, int samples, float slope, CancellationToken cancellationToken)
    {
        var channels = stage.Upsampling.Channels;
        foreach (var field in (int[])[Input, Branch, Inner])
        {
            work.Fence(field, samples, channels);
        }

        for (var block = 0; block < stage.Blocks.Length; block++)
        {
            var units = stage.Blocks[block];
            for (var unit = 0; unit < units.Length; unit++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var from = work.Field(unit == 0 ? Input : Branch, channels);
                var isLast = unit == units.Length - 1;
                var inner = work.Field(Inner, channels);
                Convolve(work, units[unit].First, from, InnerSlope, new StripTarget((nint)inner, 0, false, InnerSlope), samples);
                Convolve(work, units[unit].Second, inner, 1, new StripTarget(
                    (nint)work.Field(isLast ? Sum : Branch, channels), (nint)from, isLast && block > 0, isLast && block == stage.Blocks.Length - 1 ? slope : 1), samples);
            }
        }
    }

    private void Convolve(VocoderWork work, TiledConvolution network, float* from, float slope, StripTarget target, int samples)
    {
        var strips = network.Strips(samples, _threads);
        var weights = network.Widen(work.Weights, _threads);
        var next = -1;
        Parallel.For(0, Math.Min(_threads, strips), worker =>
        {
            for (int strip; (strip = Interlocked.Increment(ref next)) < strips;)
            {
                network.Run(weights, from, slope, target, samples, strip, strips, work.Scratch(worker));
            }
        });
    }

    /// <summary>The last convolution, down to samples.</summary>
    private float[] Leave(VocoderWork work, int samples, int channels)
    {
        work.Fence(Sum, samples, channels);
        var from = work.Field(Sum, channels);
        var to = work.Field(Input, _last.Outputs);
        fixed (float* begin = _lastBias)
        {
            var own = begin;
            Share(Strips(samples), (strip, strips) =>
                _last.Run(from, own, to, _last.Outputs, (int)((long)samples * strip / strips), (int)((long)samples * (strip + 1) / strips)));
        }

        var result = new float[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            result[sample] = to[(long)sample * _last.Outputs];
        }

        TensorPrimitives.Tanh(result, result);
        return result;
    }

    private int Strips(int rows)
    {
        const int Together = 192;
        return Math.Min(rows, (rows + Together * _threads - 1) / (Together * _threads) * _threads);
    }

    private void Share(int strips, Action<int, int> work) =>
        Parallel.For(0, strips, new ParallelOptions { MaxDegreeOfParallelism = _threads }, strip => work(strip, strips));

    private VocoderWork Rent(int frames)
    {
        long numbers = Math.Max((long)frames * _first.Outputs, (long)frames * ProductKernel.Padded(_config.Latent));
        var rate = 1;
        foreach (var stage in _stages)
        {
            rate *= stage.Upsampling.Rate;
            numbers = Math.Max(numbers, (long)frames * rate * stage.Upsampling.Channels);
        }

        numbers = Math.Max(numbers, (long)frames * rate * _last.Outputs);
        if (_works.TryTake(out var work))
        {
            if (work.Numbers >= numbers)
            {
                return work;
            }

            work.Dispose();
        }

        var tiled = _stages.SelectMany(stage => stage.Blocks).SelectMany(block => block).SelectMany(unit => (TiledConvolution[])[unit.First, unit.Second]).ToList();
        var margin = Math.Max(tiled.Max(network => network.Margin), Math.Max(Math.Max(_first.Margin, _last.Margin), _stages.Max(stage => stage.Upsampling.Margin)));
        var channels = Math.Max(_first.Outputs, Math.Max(ProductKernel.Padded(_config.Latent), _stages.Max(stage => stage.Upsampling.Channels)));
        return new VocoderWork(numbers, channels, margin, tiled.Max(network => network.Scratch), _threads, tiled.Max(network => network.Widened));
    }
}
