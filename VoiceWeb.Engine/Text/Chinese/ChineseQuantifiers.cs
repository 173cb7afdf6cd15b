namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Measure words and units that follow a quantity, as alternatives of a regular expression: the first that fits wins.</summary>
/// <remarks>PaddleSpeech's list (Apache-2.0) in its order, without repetitions.</remarks>
internal static class ChineseQuantifiers
{
    private const string Classifiers =
        "处台架枚趟幅平方堵间床株批项例列篇栋注亩封艘把目套段人所朵匹张座回场尾条个首阙阵网炮顶丘棵只支袭辆挑担颗壳窠曲墙群腔砣客贯扎捆刀令打手罗坡山岭江溪钟队单双对出口头脚板跳枝件贴针线管名位身堂课本页家户层丝毫厘分钱两斤铢石钧锱忽";

    private const string Measures = "(千|毫|微)克|(公)分|寸|尺|丈|里|寻|常|铺|程|(千|分|厘|毫|微)米|米|撮|勺|合|升|斗|小时";

    private const string Vessels =
        "盘碗碟叠桶笼盆盒杯斛锅簋篮罐瓶壶卮盏箩箱煲啖袋钵年月日季刻时周天秒旬纪岁世更夜春夏秋冬代伏辈丸泡粒幢堆根道面片块元";

    private const string Sums = "(亿|千万|百万|万|千|百)|(亿|千万|百万|万|千|百|美|)元|(亿|千万|百万|万|千|百|十|)吨|(亿|千万|百万|万|千|百|)块|角|毛";

    /// <summary>One group of alternatives.</summary>
    public static readonly string Pattern = $"({Alternatives(Classifiers)}|{Measures}|{Alternatives(Vessels)}|{Sums})";

    /// <summary>The same with what upstream's list lacks.</summary>
    public static readonly string FullPattern =
        $"(?:{Pattern}|公里|公斤|公顷|英里|英寸|英尺|平方|立方|加仑|星期|人次|余|{Alternatives("次遍种款样组步倍顿桌门集卷行节班声笔份副股届任点名字句岁成折格招拍度")})";

    private static string Alternatives(string characters) => string.Join('|', characters.ToCharArray());
}
