using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

public sealed class FirstClauseTests
{
    [Theory]
    [InlineData("今天早上天气很好，我们一家人带着风筝和午饭一起去了城外的公园散步。", "今天早上天气很好，")]
    [InlineData("When the rain had stopped, everybody went out into the garden and looked for the lost key under the trees.", "When the rain had stopped,")]
    [InlineData("In 1,024 of the cases that were counted: nobody could say afterwards what had really happened there.", "In 1,024 of the cases that were counted:")]
    public void A_long_sentence_is_cut_behind_its_first_clause(string text, string clause) =>
        Assert.Equal(clause, text[..FirstClause.EndOf(text)!.Value]);

    [Theory]
    [InlineData("今天天气很好，我们一起去公园散步吧。")] // not long
    [InlineData("好，我们一家人带着风筝和午饭一起去了城外的公园散步看花喝茶聊天吃饭。")] // too short a clause
    [InlineData("Everybody went out into the garden and looked for the lost key under the trees until it was dark, in vain.")] // too long a clause
    [InlineData("今天早上天气很好，我们一家人带着风筝[pause:1s]和午饭一起去了城外的公园散步。")] // with instructions
    [InlineData("")]
    public void Others_stay_whole(string text) => Assert.Null(FirstClause.EndOf(text));
}
