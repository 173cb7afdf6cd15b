using System.Text.Json;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Tests.Engine.Text;

/// <summary>The operator's network that reads polyphones: asked as the original asks it, and never in the way.</summary>
public sealed class PolyphoneModelTests : IDisposable
{
    private static readonly SessionFactory Sessions = new(new InferenceOptions { Device = Device.Cpu });

    // As the tables are published: traditional characters, with their sounds in bopomofo.
    private static readonly (string Character, string Sound)[] Polyphones =
        [("長", "ㄓㄤ3"), ("長", "ㄔㄤ2"), ("還", "ㄏㄨㄢ2"), ("還", "ㄏㄞ2"), ("一", "ㄧ1"), ("一", "ㄧ4")];

    private static readonly string[] Tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "長", "還", "高", "江", "書", "有", "他", "一", "。"];

    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-polyphones-").FullName;

    public PolyphoneModelTests()
    {
        File.WriteAllLines(Path.Combine(_folder, "POLYPHONIC_CHARS.txt"), Polyphones.Select(entry => $"{entry.Character}\t{entry.Sound}"));
        File.WriteAllLines(Path.Combine(_folder, "MONOPHONIC_CHARS.txt"), ["書\tㄕㄨ1", "似\tㄙ4"]);
        File.WriteAllText(Path.Combine(_folder, "bopomofo_to_pinyin_wo_tune_dict.json"), JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["ㄓㄤ"] = "zhang", ["ㄔㄤ"] = "chang", ["ㄏㄨㄢ"] = "huan", ["ㄏㄞ"] = "hai", ["ㄧ"] = "yi", ["ㄕㄨ"] = "shu", ["ㄙ"] = "si",
        }));
        File.WriteAllText(Path.Combine(_folder, "config.py"), "manual_seed = 1313\nuse_mask = True\nuse_char_phoneme = False\n");
        File.WriteAllLines(Path.Combine(_folder, "vocab.txt"), Tokens);
        File.WriteAllBytes(Path.Combine(_folder, "g2pW.onnx"), Network());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_sentence_decides_what_dictionaries_read_wrong()
    {
        using var model = new PolyphoneModel(_folder, Sessions);

        // 长高 is zhang3 gao1 in every dictionary; this network alone says otherwise.
        Assert.Equal(["chang2", "gao1"], new ChineseReader(corrected: false, model).Read("长高"));
        Assert.Equal(["zhang3", "gao1"], new ChineseReader(corrected: false).Read("长高"));
        var analysis = new TextFrontEnd(model).Analyze("他还有书。", "zh");
        Assert.Equal("t a1 h uan2 y ou3 sh u1 .", string.Join(' ', analysis.Phones));
        Assert.Equal("huan2", Assert.Single(analysis.Polyphones, polyphone => polyphone.Character == "还").Chosen);
        Assert.Empty(analysis.Warnings);
    }

    [Fact]
    public void The_writer_the_school_and_the_correction_lists_go_before_the_network()
    {
        using var model = new PolyphoneModel(_folder, Sessions);
        var frontEnd = new TextFrontEnd(model);
        string Read(string text, PronunciationSet? set = null) => string.Join(' ', frontEnd.Analyze(text, "zh", dictionaries: set).Phones);

        Assert.Equal("t a1 h ai2 y ou3 .", Read("他还(hai2)有。"));
        PronunciationSet school = [PronunciationLexicon.Create("s", PronunciationScope.School, 1, [new PronunciationEntry("还有", "zh", "hai2 you3")])];
        Assert.Equal("t a1 h ai2 y ou3 .", Read("他还有。", school));
        // 长江 stands in the lists that upstream lets decide; this network would say zhang3.
        Assert.Equal(["chang2", "jiang1"], new ChineseReader(corrected: false, model).Read("长江"));
    }

    [Fact]
    public void Marks_tone_changes_and_long_sentences_stay_as_they_are()
    {
        using var model = new PolyphoneModel(_folder, Sessions);
        var reader = new ChineseReader(corrected: true, model);
        var sentence = string.Concat(Enumerable.Repeat("他有书一", 400)) + "还有.";

        var read = reader.Read(sentence);

        Assert.Equal(sentence.Length, read.Length);
        Assert.Equal(["huan2", "you3", "."], read[^3..]);
        // 一 is not asked, and changes its tone by rule.
        Assert.Equal(["yi4", "gao1"], new ChineseReader(corrected: false, model).Read("一高"));
    }

    [Theory]
    [InlineData("MONOPHONIC_CHARS.txt", null, "has no MONOPHONIC_CHARS.txt")]
    [InlineData("vocab.txt", null, "neither tokenizer.json nor vocab.txt")]
    [InlineData("POLYPHONIC_CHARS.txt", "長 ㄓㄤ3", "no character with its sound")]
    [InlineData("POLYPHONIC_CHARS.txt", "長\tㄓㄤ3", "does not fit the tables")]
    [InlineData("g2pW.onnx", "this is no network", "could not be opened")]
    public void What_is_missing_or_damaged_is_said_and_dictionaries_read_on(string file, string? content, string said)
    {
        if (content is null)
        {
            File.Delete(Path.Combine(_folder, file));
        }
        else
        {
            File.WriteAllText(Path.Combine(_folder, file), content);
        }

        using var model = new PolyphoneModel(_folder, Sessions);
        var analysis = new TextFrontEnd(model).Analyze("他还有书。", "zh");

        Assert.Equal("t a1 h ai2 y ou3 sh u1 .", string.Join(' ', analysis.Phones));
        Assert.Contains(said, Assert.Single(analysis.Warnings));
        Assert.Contains(said, model.Summary);
    }

    [Fact]
    public void Without_a_model_nobody_is_bothered()
    {
        using var model = new PolyphoneModel(Path.Combine(_folder, "none"), Sessions);
        Assert.False(model.IsPresent);
        Assert.Empty(new TextFrontEnd(model).Analyze("他还有书。", "zh").Warnings);
        Assert.Contains("dictionaries", model.Summary);
    }

    [Theory]
    [InlineData("头发", "頭髮")]
    [InlineData("一出声,一出戏", "一出聲,一齣戲")]
    [InlineData("皇后在后面,还书", "皇后在後面,還書")]
    [InlineData("他长大了", "他長大了")]
    public void It_is_asked_in_the_characters_of_taiwan(string simplified, string traditional) =>
        Assert.Equal(traditional, PolyphoneData.Default.ToTraditional(simplified));

    // A network with G2PW's inputs that looks at the character after the one it is asked about: before 江 and 有 it says zhang3 and huan2,
    // before anything else the other reading that the mask allows.
    private static byte[] Network()
    {
        var labels = Polyphones.Select(entry => entry.Sound).Distinct().Order(StringComparer.Ordinal).ToArray();
        string[] wanted = ["ㄓㄤ3", "ㄏㄨㄢ2"];
        var graph = new GraphBuilder("g2pw");
        var ids = graph.Input("input_ids", OnnxType.Int64, 1, "L");
        graph.Input("token_type_ids", OnnxType.Int64, 1, "L");
        graph.Input("attention_mask", OnnxType.Int64, 1, "L");
        var mask = graph.Input("phoneme_mask", OnnxType.Float, "N", labels.Length);
        graph.Input("char_ids", OnnxType.Int64, "N");
        var places = graph.Input("position_ids", OnnxType.Int64, "N");
        var next = graph.Gather(graph.Reshape(ids, "L"), graph.Add(places, graph.Long(1)));
        var table = graph.Weight("table", [Tokens.Length, labels.Length], () =>
        [
            .. Tokens.SelectMany(token => labels.Select(label => wanted.Contains(label) == (token is "江" or "有") ? 0.9f : 0.1f)),
        ]);
        graph.Output("probs", graph.Mul(graph.Gather(table, next), mask));
        return ModelWriter.ToBytes(graph);
    }
}
