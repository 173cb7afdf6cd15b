namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Changes the tones of a word as it is spoken: 不, 一, toneless syllables, third tones in a row, 儿. Immutable.</summary>
/// <param name="segmenter">Cuts long words in two.</param>
/// <param name="corrected">Whether to leave out what upstream's rules get wrong.</param>
/// <remarks>The rules and their order: GPT-SoVITS <c>text/tone_sandhi.py</c> and <c>chinese2.py</c>, from PaddleSpeech (Apache-2.0).</remarks>
internal sealed class ToneSandhi(WordSegmenter segmenter, bool corrected)
{
    private const string Numerals = "一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零";
    private const string Particles = "吧呢哈啊呐噻嘛吖嗨呐哦哒额滴哩哟喽啰耶喔诶";
    private const string Pauses = "：，；。？！“”‘’':,;.?!";

    /// <summary>Changes the syllables of one word in place.</summary>
    /// <param name="word">The word; one character a syllable.</param>
    /// <param name="tag">Its part of speech.</param>
    /// <param name="syllables">Pinyin with tone digits; a mark stands for itself.</param>
    public void Apply(string word, string tag, string[] syllables)
    {
        ApplyBu(word, syllables);
        ApplyYi(word, syllables);
        ApplyNeutral(word, tag, syllables);
        ApplyThird(word, syllables);
        ApplyEr(word, tag, syllables);
    }

    /// <summary>Gives 一 its own tone back where it is a figure and no count: 十一, 一点五, 一月, 百分之一.</summary>
    /// <param name="text">A normalised text.</param>
    /// <param name="syllables">Its syllables, changed in place.</param>
    public static void KeepFigures(string text, string[] syllables)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '一' || syllables[i].Length < 2)
            {
                continue;
            }

            var before = i > 0 ? text[i - 1] : ' ';
            var after = i + 1 < text.Length ? text[i + 1] : ' ';
            var isDecimal = after == '点' && i + 2 < text.Length && IsNumeral(text[i + 2]) && text[i + 2] is not ('十' or '百' or '千' or '万');
            if (before is '十' or '点' or '零' or '之' or '第' || after is '月' or '号' || isDecimal || !(after is >= '\u4E00' and <= '\u9FA5'))
            {
                Set(syllables, i, '1');
            }
        }
    }

    public static bool AreThird(ReadOnlySpan<string> syllables)
    {
        foreach (var syllable in syllables)
        {
            if (syllable[^1] != '3')
            {
                return false;
            }
        }

        return true;
    }

    private static void Set(string[] syllables, int index, char tone)
    {
        if (syllables[index].Length > 1)
        {
            syllables[index] = syllables[index][..^1] + tone;
        }
    }

    private static void ApplyBu(string word, string[] syllables)
    {
        if (word.Length == 3 && word[1] == '不')
        {
            Set(syllables, 1, '5');
            return;
        }

        for (var i = 0; i + 1 < word.Length; i++)
        {
            if (word[i] == '不' && syllables[i + 1][^1] == '4')
            {
                Set(syllables, i, '2');
            }
        }
    }

    private static void ApplyYi(string word, string[] syllables)
    {
        if (!word.Contains('一', StringComparison.Ordinal) || word.All(IsNumeral))
        {
            return;
        }

        if (word.Length == 3 && word[1] == '一' && word[0] == word[2])
        {
            Set(syllables, 1, '5');
        }
        else if (word.StartsWith("第一", StringComparison.Ordinal))
        {
            Set(syllables, 1, '1');
        }
        else
        {
            for (var i = 0; i + 1 < word.Length; i++)
            {
                if (word[i] != '一')
                {
                    continue;
                }

                if (syllables[i + 1][^1] == '4')
                {
                    Set(syllables, i, '2');
                }
                else if (!Pauses.Contains(word[i + 1], StringComparison.Ordinal))
                {
                    Set(syllables, i, '4');
                }
            }
        }
    }

    private void ApplyNeutral(string word, string tag, string[] syllables)
    {
        var mayBeToneless = !ToneSandhiWords.NotNeutral.Contains(word);
        for (var i = 1; i < word.Length; i++)
        {
            // 银行行长 is no 妈妈: two equal characters in the middle of a word only happen to meet.
            var onlyMeet = corrected && i == 2 && word.Length == 4;
            if (word[i] == word[i - 1] && !onlyMeet && tag[0] is 'n' or 'v' or 'a' && mayBeToneless)
            {
                Set(syllables, i, '5');
            }
        }

        var ge = word.IndexOf('个', StringComparison.Ordinal);
        if (EndsToneless(word, tag, mayBeToneless))
        {
            Set(syllables, word.Length - 1, '5');
        }
        else if (word == "个" || (ge >= 1 && (IsNumeral(word[ge - 1]) || "几有两半多各整每做是".Contains(word[ge - 1], StringComparison.Ordinal))))
        {
            Set(syllables, ge, '5');
        }
        else if (IsToneless(word))
        {
            Set(syllables, word.Length - 1, '5');
        }

        var (first, second) = Halve(word);
        if (IsToneless(first))
        {
            Set(syllables, first.Length - 1, '5');
        }

        if (IsToneless(second))
        {
            Set(syllables, word.Length - 1, '5');
        }
    }

    private static bool EndsToneless(string word, string tag, bool mayBeToneless)
    {
        var last = word[^1];
        if (Particles.Contains(last, StringComparison.Ordinal) || last is '的' or '地' or '得')
        {
            return true;
        }

        if (word.Length == 1)
        {
            return last is '了' or '着' or '过' && tag is "ul" or "uz" or "ug";
        }

        return (last is '们' or '子' && tag is "r" or "n" && mayBeToneless)
            || (last is '上' or '下' or '里' && tag is "s" or "l" or "f")
            || (last is '来' or '去' && word[^2] is '上' or '下' or '进' or '出' or '回' or '过' or '起' or '开');
    }

    private static bool IsToneless(string word) =>
        ToneSandhiWords.Neutral.Contains(word) || (word.Length > 2 && ToneSandhiWords.Neutral.Contains(word[^2..]));

    private static bool IsNumeral(char unit) => Numerals.Contains(unit, StringComparison.Ordinal);

    /// <summary>Cuts a word in two at its shortest inner word.</summary>
    private (string First, string Second) Halve(string word)
    {
        if (word.Length < 2)
        {
            return (word, string.Empty);
        }

        var shortest = segmenter.CutForSearch(word).MinBy(part => part.Length)!;
        return word.StartsWith(shortest, StringComparison.Ordinal)
            ? (shortest, word[shortest.Length..])
            : (word[..^shortest.Length], shortest);
    }

    private void ApplyThird(string word, string[] syllables)
    {
        if (word.Length == 2 && AreThird(syllables))
        {
            Set(syllables, 0, '2');
        }
        else if (word.Length == 3)
        {
            ApplyThirdOfThree(Halve(word).First.Length, syllables);
        }
        else if (word.Length == 4)
        {
            for (var half = 0; half < 4; half += 2)
            {
                if (AreThird(syllables.AsSpan(half, 2)))
                {
                    Set(syllables, half, '2');
                }
            }
        }
    }

    private static void ApplyThirdOfThree(int firstLength, string[] syllables)
    {
        if (AreThird(syllables))
        {
            // 蒙古-包 against 纸-老虎
            if (firstLength == 2)
            {
                Set(syllables, 0, '2');
            }

            if (firstLength is 1 or 2)
            {
                Set(syllables, 1, '2');
            }

            return;
        }

        if (firstLength == 2 && AreThird(syllables.AsSpan(0, 2)))
        {
            Set(syllables, 0, '2');
        }

        var second = syllables.AsSpan(firstLength);
        if (second.Length == 2 && AreThird(second))
        {
            Set(syllables, firstLength, '2');
        }
        else if (second.Length > 0 && !AreThird(second) && second[0][^1] == '3' && syllables[firstLength - 1][^1] == '3')
        {
            Set(syllables, firstLength - 1, '2');
        }
    }

    private static void ApplyEr(string word, string tag, string[] syllables)
    {
        if (word[^1] != '儿' || syllables.Length != word.Length)
        {
            return;
        }

        if (syllables[^1] == "er1")
        {
            syllables[^1] = "er2";
        }

        var standsAlone = ToneSandhiWords.NotErhua.Contains(word) || tag is "a" or "j" or "nr";
        if ((standsAlone && !ToneSandhiWords.Erhua.Contains(word)) || word.Length < 2)
        {
            return;
        }

        if (syllables[^1] is "er2" or "er5" && !ToneSandhiWords.NotErhua.Contains(word[^2..]))
        {
            Set(syllables, word.Length - 1, syllables[^2][^1]);
        }
    }
}
