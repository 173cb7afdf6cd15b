using System.Text;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class AudioSnifferTests
{
    [Theory]
    [InlineData("Ich bin ein Text.", "a text file")]
    [InlineData("你好，这是一个文本文件。", "a text file")]
    [InlineData("<!DOCTYPE html><html>", "a web page")]
    [InlineData("<?xml version=\"1.0\"?>", "an XML document")]
    [InlineData("PK\u0003\u0004zip", "a ZIP archive")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("GIF89a......", "a GIF picture")]
    [InlineData("RIFF....WEBPVP8 ", "a WebP picture")]
    [InlineData("RIFF....AVI LIST", "an AVI video")]
    [InlineData("....ftypheic....", "a HEIC or AVIF picture")]
    [InlineData("MThd....", "a MIDI file")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008", "an unknown kind of file")]
    public void What_is_no_recording_is_named(string content, string kind)
    {
        var error = Assert.Throws<UnsupportedAudioException>(() => AudioSniffer.Recognise(Encoding.UTF8.GetBytes(content)));
        Assert.Contains($"looks like {kind}", error.Message);
        Assert.Contains("WAV, MP3", error.Message);
    }

    [Theory]
    [InlineData("RIFF....WAVEfmt ", AudioContainer.Wav)]
    [InlineData("OggS............", AudioContainer.Ogg)]
    [InlineData("fLaC............", AudioContainer.Flac)]
    [InlineData("....ftypM4A ....", AudioContainer.Mp4)]
    [InlineData("FORM....AIFFCOMM", AudioContainer.Aiff)]
    [InlineData("#!AMR\n..........", AudioContainer.Amr)]
    [InlineData("caff............", AudioContainer.Caf)]
    [InlineData(".snd............", AudioContainer.Au)]
    public void Sound_files_are_recognised_by_their_first_bytes(string start, AudioContainer expected) =>
        Assert.Equal(expected, AudioSniffer.Recognise(Encoding.Latin1.GetBytes(start)));

    [Fact]
    public void A_tag_before_the_sound_is_looked_behind()
    {
        byte[] tag = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 20, .. new byte[20]];
        Assert.Equal(AudioContainer.Flac, AudioSniffer.Recognise([.. tag, .. "fLaC"u8, 0, 0]));
        Assert.Equal(AudioContainer.Mp3, AudioSniffer.Recognise([.. tag, 0xFF, 0xFB, 0x90, 0x44]));
        Assert.Equal(AudioContainer.Mp3, AudioSniffer.Recognise([.. "ID3"u8, 4, 0, 0, 0, 0, 100, 20, .. new byte[200]]));
    }

    [Fact]
    public void Nothing_at_all_is_said_to_be_empty()
    {
        var error = Assert.Throws<CorruptAudioException>(() => AudioSniffer.Recognise([]));
        Assert.Contains("0 bytes", error.Message);
    }

    [Fact]
    public void Two_bytes_that_look_like_a_frame_are_not_yet_an_mp3()
    {
        var random = new Random(1);
        var recognised = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[4_096];
            random.NextBytes(bytes);
            (bytes[0], bytes[1]) = (0xFF, 0xFB);
            try
            {
                AudioSniffer.Recognise(bytes);
                recognised++;
            }
            catch (UnsupportedAudioException)
            {
                continue;
            }
        }

        Assert.True(recognised < 20, $"{recognised} of 2000 random files passed for MP3");
    }
}
