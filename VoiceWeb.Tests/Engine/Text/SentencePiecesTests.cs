using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

public sealed class SentencePiecesTests
{
    [Theory]
    [InlineData("Hello world.", "Hello world.~0~0~")]
    [InlineData("Hello[pause:0.5s] world.", "Hello~0~500~; world.~0~0~")]
    [InlineData("[pause:1s]Hello.", "Hello.~1000~0~")]
    [InlineData("Hello.[pause:1s][pause:250ms]", "Hello.~0~1250~")]
    [InlineData("Hello[pause:1s],[pause:1s] world", "Hello~0~2000~; world~0~0~")]
    [InlineData("Hello[pause:99s] world", "Hello[pause:99s] world~0~0~")]
    [InlineData("One [slot:happy]two[/slot] three", "One ~0~0~;two~0~0~happy; three~0~0~")]
    [InlineData("[lang:en]One[pause:1s]two[/lang]三", "[lang:en]One~0~1000~;[lang:en]two[/lang]三~0~0~")]
    [InlineData("长(chang2)大[pause:1s][read:T AH0]", "长(chang2)大~0~1000~;[read:T AH0]~0~0~")]
    [InlineData("…[pause:1s]!", "")]
    public void A_sentence_is_cut_at_pauses_and_styles(string text, string expected)
    {
        var pieces = SentencePieces.Of(new Sentence(text, 10, "zh"));
        Assert.Equal(expected, string.Join(";", pieces.Select(piece =>
            $"{piece.Sentence.Text}~{piece.PauseBefore.TotalMilliseconds}~{piece.PauseAfter.TotalMilliseconds}~{piece.Sentence.Slot}")));
        Assert.All(pieces, piece => Assert.Equal("zh", piece.Sentence.Language));
    }
}
