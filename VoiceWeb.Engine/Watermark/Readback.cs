namespace VoiceWeb.Engine.Watermark;

/// <summary>Reads a mark back before the audio leaves. Not thread-safe.</summary>
internal sealed class Readback(MarkPattern pattern, PayloadCode code)
{
    private const float LeastGainDb = 0.15f; // bands that were changed by less are not asked
    private const double LeastAgreement = 0.4; // part of the wanted change that must be there, in every stretch
    private const int StretchFrames = 32; // a quarter of a second
    private const int FewBands = 400; // of the 1536 bands in a stretch; with fewer asked, it is judged together with the next
    private readonly SyncTrellis _trellis = new(pattern.Sync);
    private readonly TailBitingDecoder _decoder = new();

    /// <summary>
    /// With the host at hand: whether the cells that could carry their sign do. True also for silence, which carries no speech.
    /// </summary>
    /// <param name="host">The frames before marking.</param>
    /// <param name="marked">The same frames after.</param>
    /// <param name="word">What they should say.</param>
    /// <param name="gainsDb">How far each band of each frame was meant to be changed. Shape (frames, 48).</param>
    public bool Agrees(HostFrames host, HostFrames marked, CodeWord word, ReadOnlySpan<float> gainsDb)
    {
        var signs = pattern.SignsFor(word);
        double wanted = 0, done = 0;
        var changed = 0;
        for (var start = 0; start < host.Count; start += StretchFrames)
        {
            for (var frame = start; frame < Math.Min(start + StretchFrames, host.Count); frame++)
            {
                var before = host.Power(frame);
                var after = marked.Power(frame);
                var loudest = Loudest(before);
                var row = HostCells.PatternRow((host.First + frame) / MarkGrid.RowFrames);
                for (var band = 0; band < MarkGrid.Bands; band++)
                {
                    var from = BandPower(before, band);

                    // Far under its neighbours a band is filled by their leakage, and says nothing of its own.
                    if (from < 1e-7f || from < loudest * 1e-3f)
                    {
                        continue;
                    }

                    var gain = Math.Abs(gainsDb[(frame * MarkGrid.Bands) + band]);
                    if (gain < LeastGainDb)
                    {
                        continue;
                    }

                    changed++;
                    var difference = 10 * MathF.Log10((BandPower(after, band) + 1e-12f) / from);
                    wanted += gain;
                    done += Math.Clamp(difference * signs[(row * MarkGrid.Bands) + band], -gain, gain);
                }
            }

            // What a few bands of a quiet or tonal stretch show is mostly chance: one file in two hundred was held back by it.
            if (changed >= FewBands)
            {
                if (done < LeastAgreement * wanted)
                {
                    return false;
                }

                (wanted, done, changed) = (0, 0, 0);
            }
        }

        return true;
    }

    private static float Loudest(ReadOnlySpan<float> power)
    {
        var loudest = 0f;
        for (var band = 0; band < MarkGrid.Bands; band++)
        {
            loudest = Math.Max(loudest, BandPower(power, band));
        }

        return loudest;
    }

    /// <summary>Without the host, as a detector would: whether the id is read from the samples.</summary>
    /// <param name="marked">16 kHz samples.</param>
    /// <param name="id">The id that should be read.</param>
    /// <param name="leastSeconds">Speech needed for a reading; with less the answer is true.</param>
    public bool Reads(ReadOnlySpan<float> marked, WatermarkId id, double leastSeconds)
    {
        var spectrogram = new MarkSpectrogram(marked, CancellationToken.None);
        if (spectrogram.ActiveSeconds < leastSeconds)
        {
            return true;
        }

        var path = _trellis.Follow(_trellis.Weigh(new CellGrid(new BandEvidence(spectrogram, 1), 1)), 1);
        var soft = path.SoftBits(pattern, path.BandTrust(pattern), 0, path.Grid.Blocks);
        return _decoder.Decode(soft, 32).Any(payload => code.IsValid(payload, out var read) && read == id);
    }

    private static float BandPower(ReadOnlySpan<float> power, int band) =>
        power[MarkGrid.FirstBin + (band * MarkGrid.BinsPerBand)] + power[MarkGrid.FirstBin + (band * MarkGrid.BinsPerBand) + 1];
}
