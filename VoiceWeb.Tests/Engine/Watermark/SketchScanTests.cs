using System.Numerics;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

/// <summary>Sliding a file along sketches quickly finds what comparing row by row finds.</summary>
public sealed class SketchScanTests
{
    [Theory]
    [InlineData(0, 1, 24)]
    [InlineData(5, 32, 48)]
    [InlineData(0, 1, 3)]
    public void Finds_what_a_plain_comparison_finds_also_over_the_edges(int remainder, int step, int rows)
    {
        var chance = new Random(3);
        var query = Query(rows);
        var scan = new SketchScan(query, remainder, step);
        // Long and short by turns: what an earlier sketch left behind must not be seen.
        foreach (var length in new[] { 300, 12, 150, 1, 0, 80, 301 })
        {
            var codes = new ulong[length];
            for (var i = 0; i < length; i++)
            {
                codes[i] = (ulong)chance.NextInt64();
            }

            // A damaged copy of the file's rows, so that something passes.
            var at = (length / 3) - 10;
            for (var k = 0; k < query.Blocks.Length; k++)
            {
                if (at + query.Blocks[k] is >= 0 and var row && row < length)
                {
                    codes[row] = query.Codes[k] ^ (ulong)(chance.NextInt64() & chance.NextInt64());
                }
            }

            Assert.Equal(Plainly(codes, query, remainder, step), scan.BestStart(codes));
        }
    }

    private static SketchQuery Query(int rows)
    {
        var speech = TestSpeech.Resample(TestSpeech.Cut(TestSpeech.At(24_000), 1, 6), MarkGrid.Rate);
        var spectrogram = new MarkSpectrogram(speech.Samples, TestContext.Current.CancellationToken);
        return new SketchQuery(new CellGrid(new BandEvidence(spectrogram, 1), 1, limited: false), 4, rows);
    }

    private static (int Start, double Agreement) Plainly(ulong[] codes, SketchQuery query, int remainder, int step)
    {
        var (bestStart, best) = (0, 0.0);
        for (var start = -query.LastBlock; start < codes.Length; start++)
        {
            if ((((start - remainder) % step) + step) % step != 0)
            {
                continue;
            }

            var (few, fewRows) = Compare(4);
            var (first, firstRows) = Compare(10);
            var (all, allRows) = Compare(query.Blocks.Length);
            if (few > 0.47 * SketchIndex.CodeBits * fewRows || first > 0.46 * SketchIndex.CodeBits * firstRows || allRows < Math.Min(8, query.Blocks.Length))
            {
                continue;
            }

            var agreement = 0.5 + ((1 - ((double)all / (allRows * SketchIndex.CodeBits)) - 0.5) * Math.Sqrt((double)allRows / query.Blocks.Length));
            if (agreement > best)
            {
                (bestStart, best) = (start, agreement);
            }

            (int Different, int Rows) Compare(int most)
            {
                var (different, count) = (0, 0);
                for (var k = 0; k < Math.Min(most, query.Blocks.Length); k++)
                {
                    var row = start + query.Blocks[k];
                    if (row >= 0 && row < codes.Length)
                    {
                        count++;
                        different += BitOperations.PopCount(codes[row] ^ query.Codes[k]);
                    }
                }

                return (different, count);
            }
        }

        return (bestStart, best);
    }
}
