using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.English;

/// <summary>Reads the moves of a chess game in algebraic notation: Nf3, exd5, O-O, Qxd1+, e8=Q, Bb5#.</summary>
internal static class ChessMoves
{
    /// <summary>A move that is more than a square alone.</summary>
    public const string Pattern =
        @"(?<![A-Za-z0-9-])(?:(?<long>O-O-O|0-0-0)|(?<short>O-O|0-0)|(?<piece>[KQRBN])(?<from>[a-h]?[1-8]?)(?<takes>x)?(?<to>[a-h][1-8])"
        + @"|(?<from>[a-h])(?<takes>x)(?<to>[a-h][1-8])(?:=(?<new>[QRBN]))?|(?<to>[a-h][18])=(?<new>[QRBN])|(?<to>[a-h][1-8])(?=[+#]))(?<end>[+#])?[!?]{0,2}(?![A-Za-z0-9#+-])";

    /// <summary>Says a move.</summary>
    /// <param name="found">A match of <see cref="Pattern"/>.</param>
    public static string Read(Match found)
    {
        var end = found.Groups["end"].Value switch { "+" => ", check", "#" => ", checkmate", _ => string.Empty };
        if (found.Groups["long"].Success || found.Groups["short"].Success)
        {
            return (found.Groups["long"].Success ? "castles queenside" : "castles kingside") + end;
        }

        string[] words =
        [
            Piece(found.Groups["piece"].Value), Square(found.Groups["from"].Value), found.Groups["takes"].Success ? "takes" : string.Empty,
            Square(found.Groups["to"].Value), found.Groups["new"].Success ? "promotes to " + Piece(found.Groups["new"].Value) : string.Empty,
        ];
        return string.Join(' ', words.Where(word => word.Length > 0)) + end;
    }

    private static string Piece(string letter) => letter switch { "K" => "king", "Q" => "queen", "R" => "rook", "B" => "bishop", "N" => "knight", _ => string.Empty };

    private static string Square(string square) =>
        string.Join(' ', square.Select(unit => char.IsAsciiDigit(unit) ? EnglishNumbers.Pair(unit - '0') : unit == 'a' ? "A" : unit.ToString()));
}
