using System.Text;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>
/// The spoken form of a text while it is being written: Chinese characters and the six marks, each with the place in the source that
/// it comes from. Marks never stand together: the stronger one stays.
/// </summary>
internal sealed class SpokenText
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _sources = [];

    public int Length => _text.Length;

    /// <summary>Where in the source each character comes from.</summary>
    public IReadOnlyList<int> Sources => _sources;

    public void Append(string spoken, int source)
    {
        foreach (var unit in spoken)
        {
            if (ChineseReader.Marks.Contains(unit, StringComparison.Ordinal))
            {
                AppendMark(unit, source);
            }
            else
            {
                _text.Append(unit);
                _sources.Add(source);
            }
        }
    }

    public void AppendMark(char mark, int source)
    {
        var last = _text.Length == 0 ? ',' : _text[^1];
        if (!ChineseReader.Marks.Contains(last, StringComparison.Ordinal))
        {
            _text.Append(mark);
            _sources.Add(source);
        }
        else if (_text.Length > 0 && last is ',' or '-' && mark is not (',' or '-'))
        {
            _text[^1] = mark;
        }
    }

    public override string ToString() => _text.ToString();
}
