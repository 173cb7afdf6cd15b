namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Texts that a base voice reads when nobody says what the speaker's recording contains, and by which the pitch level of a base
/// voice is found. Written for this purpose: everyday words with every sound of the language.
/// </summary>
internal static class ReadingScripts
{
    private static readonly string[] English =
    [
        "The early train to the coast leaves at seven, and most people on it are still half asleep.",
        "She put the yellow vase on the table, measured the width of the shelf, and thought about it again.",
        "Which of these books would you choose for a long and rainy afternoon?",
        "My uncle joined a choir last March; he usually sings louder than everybody else.",
        "Fresh bread, a bowl of soup, five oranges and a jug of water were waiting in the kitchen.",
        "Do not push the heavy door too hard, because the hinge is weak and the glass might break.",
        "The children watched a bird build its nest high above the garden path.",
        "Every voice has its own colour, shaped by the throat, the mouth and the way we breathe.",
    ];

    private static readonly string[] Chinese =
    [
        "早上七点的火车开往海边，车上的人大多还没有睡醒。",
        "她把黄色的花瓶放在桌子上，量了量书架的宽度，又想了一会儿。",
        "下雨的午后，你愿意读哪一本书呢？",
        "我叔叔去年参加了合唱团，他唱歌总是比别人响亮。",
        "厨房里有新鲜的面包、一碗热汤、五个橘子和一壶水。",
        "请不要用力推那扇门，玻璃很容易碎。",
        "孩子们看着小鸟在花园的树上做窝。",
        "每个人的声音都有自己的颜色。",
    ];

    private static readonly string[] German =
    [
        "Der frühe Zug an die Küste fährt um sieben, und die meisten Leute schlafen noch halb.",
        "Sie stellte die gelbe Vase auf den Tisch, maß das Regal aus und überlegte noch einmal.",
        "Welches dieser Bücher würdest du für einen langen, verregneten Nachmittag wählen?",
        "Frisches Brot, eine Schüssel Suppe, fünf Orangen und ein Krug Wasser standen in der Küche.",
        "Die Kinder schauten zu, wie ein Vogel hoch über dem Weg sein Nest baute.",
    ];

    private static readonly string[] French =
    [
        "Le premier train pour la côte part à sept heures, et presque tout le monde y dort encore.",
        "Elle posa le vase jaune sur la table, mesura l'étagère et réfléchit un bon moment.",
        "Lequel de ces livres choisirais-tu pour un long après-midi de pluie ?",
        "Du pain frais, un bol de soupe, cinq oranges et une cruche d'eau attendaient dans la cuisine.",
        "Les enfants regardaient un oiseau bâtir son nid au-dessus du jardin.",
    ];

    private static readonly string[] Spanish =
    [
        "El primer tren hacia la costa sale a las siete, y casi todos van todavía medio dormidos.",
        "Puso el jarrón amarillo sobre la mesa, midió el estante y lo pensó otra vez.",
        "¿Cuál de estos libros elegirías para una larga tarde de lluvia?",
        "Pan fresco, un plato de sopa, cinco naranjas y una jarra de agua esperaban en la cocina.",
        "Los niños miraban cómo un pájaro construía su nido en lo alto del jardín.",
    ];

    // Every base voice reads numbers in its own language.
    private static readonly string[] Numbers = ["0, 1, 2, 3, 4, 5.", "6, 7, 8, 9, 10, 11, 12.", "27, 38, 49, 156, 1873?"];

    /// <summary>Sentences for a base voice, in its own language.</summary>
    public static IReadOnlyList<string> For(string voice) => ProseFor(voice) ?? Numbers;

    /// <summary>Prose for a base voice, or null where we have none in its language.</summary>
    public static IReadOnlyList<string>? ProseFor(string voice) => voice switch
    {
        BaseVoices.Mandarin or BaseVoices.Cantonese => Chinese,
        _ => voice.Split('-')[0] switch
        {
            "en" => English,
            "de" => German,
            "fr" => French,
            "es" => Spanish,
            _ => null,
        },
    };
}
