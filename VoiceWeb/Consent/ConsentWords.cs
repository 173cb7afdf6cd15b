namespace VoiceWeb.Consent;

/// <summary>
/// The words that challenges are drawn from, one list a language: concrete and common, and chosen to sound apart, so that a listener
/// tells each from every other. A test holds them to it.
/// </summary>
internal static class ConsentWords
{
    public static IReadOnlyList<string> For(string culture) => culture == "zh-CN" ? Chinese : English;

    // Two syllables or more, and at least three letters apart from every other.
    private static readonly string[] English =
    [
        "anchor", "apple", "arrow", "bamboo", "banana", "basket", "beacon", "blossom", "bottle",
        "breakfast", "cabin", "camera", "candle", "carpet", "cherry", "chimney", "clover", "coffee",
        "cotton", "crystal", "dancer", "desert", "diamond", "dolphin", "eagle", "elbow", "feather", "fiddle",
        "finger", "forest", "fountain", "garden", "glacier", "guitar", "hammer", "honey", "horizon", "island",
        "ivory", "jungle", "kitchen", "ladder", "lemon", "leopard", "library", "marble", "meadow", "mirror",
        "morning", "napkin", "needle", "nutmeg", "ocean", "orange", "orchard", "oyster", "painter", "palace",
        "pebble", "pencil", "pepper", "piano", "pocket", "pumpkin", "rabbit", "rainbow", "raven", "salmon",
        "sandal", "scissors", "silver", "squirrel", "stadium", "sugar", "sunset", "teapot", "thunder", "timber",
        "tomato", "trumpet", "turtle", "umbrella", "valley", "village", "violin", "walnut", "water", "whistle",
        "window", "wizard", "zebra",
    ];

    // Two characters each, and no character occurs twice.
    private static readonly string[] Chinese =
    [
        "苹果", "天空", "钥匙", "森林", "蝴蝶", "铅笔", "海洋", "面包", "雨伞", "火车", "老虎", "月亮",
        "葡萄", "窗户", "手表", "草原", "飞机", "玫瑰", "冰箱", "邮局", "熊猫", "沙漠", "围巾", "橙子",
        "钢琴", "星期", "电影", "茶壶", "音乐", "黄河", "棉花", "蜡烛", "长城", "轮船", "核桃", "孔雀",
        "操场", "牛奶", "翡翠", "骆驼", "剪刀", "桌布", "西瓜", "春风", "石榴", "蜜蜂", "码头", "地图",
        "萝卜", "鹦鹉", "信封", "彩虹", "枫叶", "眼镜", "豆腐", "银杏", "珍珠", "帽徽", "灯塔", "早晨",
        "胡椒", "丝绸", "肥皂", "跳绳", "温泉", "香蕉", "汽笛", "柳条", "画家", "诗歌", "墨水", "陶瓷",
        "羽毛", "云雾", "朝霞", "菠菜", "拖鞋", "雪山", "珊瑚", "凤凰", "乌龟", "书架", "鼓掌", "楼梯",
        "煤油", "鲸鱼", "雕刻", "算盘", "红旗", "蚂蚁", "秋千", "绿洲", "积木", "皮球", "白鸽", "礼物",
        "足迹", "厨房", "青蛙", "松鼠", "牡丹", "纽扣",
    ];
}
