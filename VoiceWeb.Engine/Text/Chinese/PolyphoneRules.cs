using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>
/// Readings of common characters that the words around them decide, where dictionaries of words do not: 路很长 and 长高, 还书 and
/// 还有. Only contexts that leave no doubt. Linear in the length.
/// </summary>
/// <remarks>Rules of school grammar, written for this project.</remarks>
internal static class PolyphoneRules
{
    private const string Figure = "[一二两三四五六七八九十百千万几半]";
    private const string End = "(?=[,.!?…]|$)";
    private const string Heads = "校部班队会家院局市省县村镇乡厂店社行船团组科处连营排师军司书首酋州区增生成助";

    /// <summary>Character, reading, and the contexts that ask for it; a context begins at its character.</summary>
    private static readonly (char Character, string Reading, Regex Context)[] Rules =
    [
        Rule('长', "chang2", $"(?<=[很太最更较越挺真特这那多常])长(?![大高胖成出得辈官者老])|(?<![{Heads}])长(?!一[岁智点些寸])(?=约|达|宽|{Figure})"),
        Rule('还', "huan2", $"还(?=书|钱|款|债|清|贷|给|掉了)|(?<=[没未])还{End}|(?<=归|偿)还"),
        Rule('得', "de2", "得(?=了(?:第|冠|奖|金牌|银牌|铜牌|满分|病|感冒)|第|奖|满分|冠军|分最)"),
        Rule('得', "dei3", "(?<=[还就总又只非都可]|[我你他她它您咱]们?|必)得(?=[先再去把给多想问找买做写看走回等让学努练抓赶快早好靠用交带])"),
        Rule('教', "jiao1", "教(?=书|我|你|他|她|它|您|咱|大家|孩子|学生|同学|会|给|得|过|语文|英语|数学)"),
        Rule('种', "zhong4", "(?<![这那哪各几一两三四五六七八九十多某此每])种(?=树|花|菜|地|田|草|豆|瓜|下|在|了|着|上|满|棉花|水稻|小麦|玉米)"),
        Rule('数', "shu3", "数(?=一数|了数|不清|不完|清楚|到" + Figure + ")|(?<=数一|数了)数"),
        Rule('只', "zhi1", $"(?<=第?{Figure}|[每这那])只(?![能会有要是好不])"),
        Rule('行', "hang2", "(?<=第" + Figure + "{1,4}|[一两三四五六七八几])行(?=[,.!?诗字]|$|泪)"),
        Rule('量', "liang2", "量(?=一量|了量|身高|体温|体重|血压|出)|(?<=量一|量了)量"),
        Rule('背', "bei1", "背(?=着?书包|着?背包|起书包|着孩子|着妹妹|着弟弟)"),
        Rule('空', "kong4", $"(?<=[有没抽])空(?=[来去时就再吗,.!?]|$)"),
        Rule('倒', "dao4", "倒(?=了?" + Figure + "[杯碗盆壶]|水|茶|酒|垃圾|车|退|着走)"),
        Rule('着', "zhao2", $"(?<=睡不?|找不|够不|用不|犯不|摸不|猜)着|(?<=睡)着(?=了)"),
        Rule('了', "liao3", "(?<=[受忘做干去来走跑吃喝看听写办免少大改好管卖][不得])了(?![的一])"),
        Rule('看', "kan1", "看(?=门|守|管|护|大门)"),
        Rule('发', "fa4", $"(?<=[白黑金短卷秀染烫])发{End}|(?<=理|染|烫|剪)发"),
        Rule('结', "jie1", "结(?=满了?|了?许多果|了?很多果|出了?果)"),
        Rule('转', "zhuan4", "转(?=了?" + Figure + "圈|圈|个圈|来转去)|(?<=转来)转"),
        Rule('扇', "shan1", "扇(?=扇子|风|着)"),
        Rule('盛', "cheng2", "盛(?=饭|汤|菜|满|着|了?" + Figure + "碗)"),
        Rule('似', "shi4", "似(?=的)"),
        Rule('大', "dai4", "(?<!士)大(?=夫(?!人))"),
        Rule('夫', "fu5", "(?<=(?<!士)大)夫(?!人)"),
    ];

    private static readonly System.Buffers.SearchValues<char> Touched =
        System.Buffers.SearchValues.Create([.. Rules.Select(rule => rule.Character).Distinct()]);

    /// <summary>Finds the characters of a normalised text whose reading a rule decides.</summary>
    /// <param name="normalized">Chinese characters and the six marks.</param>
    /// <returns>Place and syllable; empty for most texts.</returns>
    public static Dictionary<int, string> Find(string normalized)
    {
        var found = new Dictionary<int, string>();
        if (normalized.AsSpan().IndexOfAny(Touched) < 0)
        {
            return found;
        }

        foreach (var (character, syllable, context) in Rules)
        {
            for (var i = normalized.IndexOf(character, StringComparison.Ordinal); i >= 0; i = normalized.IndexOf(character, i + 1))
            {
                if (!found.ContainsKey(i) && context.Match(normalized, i) is { Success: true } match && match.Index == i)
                {
                    found[i] = syllable;
                }
            }
        }

        return found;
    }

    // Anchored: a context is tried at its character alone, so that the whole stays linear.
    private static (char Character, string Reading, Regex Context) Rule(char character, string reading, string context) =>
        (character, reading, new Regex(@"\G(?:" + context + ")", RegexOptions.CultureInvariant));
}
