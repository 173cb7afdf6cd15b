namespace VoiceWeb.Engine.Text;

/// <summary>Gathers how the places of a text are said while it is analysed, and fills what is between. Linear in the length.</summary>
internal sealed class ReadingPieces
{
    private readonly List<ReadingPiece> _found = [];

    /// <summary>Adds a piece; starts never go back.</summary>
    /// <param name="start">Where it starts in the whole text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="kind">What becomes of it.</param>
    /// <param name="language">BCP 47 tag.</param>
    /// <param name="spoken">What is said.</param>
    public void Add(int start, int end, ReadingKind kind, string language, string spoken)
    {
        if (_found.Count > 0 && _found[^1] is var last && last.Start >= start && last.Kind != ReadingKind.Silent)
        {
            // The words of an alias all come from one place.
            _found[^1] = last with
            {
                Length = Math.Max(last.Length, end - last.Start),
                Kind = ReadingKind.Said,
                Spoken = last.Spoken + (last.Language == "zh" ? string.Empty : " ") + spoken,
            };
            return;
        }

        _found.Add(new ReadingPiece(start, Math.Max(1, end - start), kind, language, spoken));
    }

    /// <summary>The pieces of a text with its instructions, and with its polyphones at their places.</summary>
    public IReadOnlyList<ReadingPiece> Cover(string text, IReadOnlyList<Polyphone> polyphones)
    {
        var ambiguous = polyphones.GroupBy(polyphone => polyphone.Index).ToDictionary(group => group.Key, group => group.First());
        var pieces = new List<ReadingPiece>(_found.Count);
        var tags = new Queue<(int Start, int Length)>(Markup.Tags(text).Select(tag => (tag.Index, tag.Length)));
        var at = 0;
        for (var i = 0; i < _found.Count; i++)
        {
            var piece = _found[i];
            var start = Math.Max(piece.Start, at);
            Fill(text, at, start, tags, pieces);
            var next = i + 1 < _found.Count ? _found[i + 1].Start : text.Length;
            var end = Math.Min(Math.Max(piece.Start + piece.Length, start), Math.Max(next, start));
            if (end > start)
            {
                while (tags.Count > 0 && tags.Peek().Start < end && tags.Peek().Start + tags.Peek().Length <= end)
                {
                    tags.Dequeue();
                }

                // What is left over of a word that an alias replaces belongs to it.
                var rest = WordEnd(text, end, tags.Count > 0 ? Math.Min(next, tags.Peek().Start) : next);
                var kind = rest > end && piece.Kind == ReadingKind.Plain ? ReadingKind.Said : piece.Kind;
                end = rest;
                var polyphone = ambiguous.GetValueOrDefault(start);
                pieces.Add(piece with
                {
                    Start = start, Length = end - start, Kind = kind, Polyphone = polyphone?.Character == text[start].ToString() ? polyphone : null,
                });
                at = end;
            }
        }

        Fill(text, at, text.Length, tags, pieces);
        return pieces;
    }

    private static int WordEnd(string text, int from, int to)
    {
        var end = from;
        while (end < to && (Scripts.IsSpeakable(text[end]) || char.IsSymbol(text[end])))
        {
            end++;
        }

        return end;
    }

    private static void Fill(string text, int from, int to, Queue<(int Start, int Length)> tags, List<ReadingPiece> pieces)
    {
        var language = pieces.Count > 0 ? pieces[^1].Language : string.Empty;
        while (from < to)
        {
            while (tags.Count > 0 && tags.Peek().Start < from)
            {
                tags.Dequeue();
            }

            if (tags.Count > 0 && tags.Peek().Start < to)
            {
                var (start, length) = tags.Dequeue();
                if (start > from)
                {
                    pieces.Add(new ReadingPiece(from, start - from, ReadingKind.Silent, language, string.Empty));
                }

                var end = Math.Min(to, start + length);
                pieces.Add(new ReadingPiece(start, end - start, ReadingKind.Instruction, string.Empty, string.Empty));
                from = end;
                continue;
            }

            pieces.Add(new ReadingPiece(from, to - from, ReadingKind.Silent, language, string.Empty));
            from = to;
        }
    }
}
