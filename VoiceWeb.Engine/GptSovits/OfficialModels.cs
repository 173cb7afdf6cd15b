namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The published files of GPT-SoVITS, with lengths and hashes of one revision. They are facts about public files, compared between several
/// public inventories; a download is checked against them, and an imported file is recognised by them.
/// </summary>
public static class OfficialModels
{
    private const string Repository = "lj1995/GPT-SoVITS";
    private const string Revision = "336b2ec4e8d4ac74740798dd40af44e74659ecaf";
    private const string Mit = "MIT", Apache = "Apache-2.0";

    private static readonly OfficialFile[] Shared =
    [
        new("chinese-hubert-base/config.json", 1_449, "c3e5060a1277e0f078cc6be9da4528a605dba6ece93018981fe2c820e5c7b103", Mit),
        new("chinese-hubert-base/pytorch_model.bin", 188_811_417, "24164f129c66499d1346e2aa55f183250c223161ec2770c0da3d3b08cf432d3c", Mit),
        new("chinese-roberta-wwm-ext-large/config.json", 963, "3d57de2fd7e80d0e5c8ff194f0bbb6baa10df7e43fc262a0cc71298a78b0a3e5", Apache),
        new("chinese-roberta-wwm-ext-large/tokenizer.json", 268_962, "173796956820ea27bd14f76bf28162607ff4254807e2948253eb5b46f5bb643b", Apache),
        new("chinese-roberta-wwm-ext-large/pytorch_model.bin", 651_225_145, "e53a693acc59ace251d143d068096ae0d7b79e4b1b503fa84c9dcf576448c1d8", Apache),
    ];

    private static readonly OfficialFile LaterGpt =
        new("s1v3.ckpt", 155_284_856, "87133414860ea14ff6620c483a3db5ed07b44be42e2c3fcdad65523a729a745a", Mit);

    private static readonly OfficialFile Speaker =
        new("sv/pretrained_eres2netv2w24s4ep4.ckpt", 107_528_697, "4f5a0bf73c61eb41b174e1bb54e7ee3c83233892be8e0af1f187024e8e581a35", Apache);

    /// <summary>Every model that can be fetched, by name.</summary>
    public static IReadOnlyList<OfficialModel> All { get; } =
    [
        new("v2", Repository, Revision,
        [
            new("gsv-v2final-pretrained/s1bert25hz-5kh-longer-epoch=12-step=369668.ckpt", 155_315_150, "732f94e63b148066e24c7f9d2637f3374083e637635f07fbdb695dee20ddbe1f", Mit),
            new("gsv-v2final-pretrained/s2G2333k.pth", 106_035_259, "924fdccaa3c574bf139c25c9759aa1ed3b3f99e19a7c529ee996c2bc17663695", Mit),
            .. Shared,
        ]),
        new("v2Pro", Repository, Revision,
        [
            LaterGpt,
            new("v2Pro/s2Gv2Pro.pth", 162_303_657, "0f8ead815234365edf045c6d86370ed6e4f440e8195be77ff0ea72684ad406a5", Mit),
            Speaker,
            .. Shared,
        ]),
        new("v2ProPlus", Repository, Revision,
        [
            LaterGpt,
            new("v2Pro/s2Gv2ProPlus.pth", 200_125_741, "d42a22bbbf65fb2bbdd45ad6a66841156977db45c7aabe0a6992ff378d9c7d3b", Mit),
            Speaker,
            .. Shared,
        ]),
    ];

    /// <summary>The published file with this content; null for any other, such as a fine-tuned one.</summary>
    public static OfficialFile? Recognise(string sha256) =>
        All.SelectMany(model => model.Files).FirstOrDefault(file => string.Equals(file.Sha256, sha256, StringComparison.OrdinalIgnoreCase));

    /// <summary>A model by its name, whatever the case; null when there is none.</summary>
    public static OfficialModel? Find(string name) => All.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));
}
