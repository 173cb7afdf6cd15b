using System.Text.RegularExpressions;

namespace VoiceWeb.Tests.Web.Shell;

/// <summary>
/// Finds words written straight into Razor markup: text between tags, and literal values of attributes that people read. Names of the
/// product and single symbols are no words.
/// </summary>
internal static partial class MarkupWords
{
    public static List<string> In(string razor)
    {
        var markup = WithoutCodeBlock(CommentPattern().Replace(razor, ""));
        markup = DirectivePattern().Replace(markup, "");
        List<string> found = [.. ReadAttributePattern().Matches(markup).Select(match => match.Value)];

        // Expressions first, innermost brackets outwards, so that what remains between tags is text or code lines.
        markup = QuotedInTagPattern().Replace(markup, "\"\"");
        var text = TagPattern().Replace(WithoutExpressions(markup), "\n");
        found.AddRange(text.Split('\n')
            .Select(line => line.Trim())
            .Where(line => !IsCode(line) && WordPattern().IsMatch(line.Replace("VoiceWeb", "", StringComparison.Ordinal))));
        return found;
    }

    private static string WithoutCodeBlock(string razor)
    {
        var code = razor.IndexOf("@code", StringComparison.Ordinal);
        return code < 0 ? razor : razor[..code];
    }

    // "@name", "@name.More(...)[...]", "@(...)" and the heads "@if (...)", "@foreach (...)", "else if (...)" with their brackets.
    private static string WithoutExpressions(string markup)
    {
        var kept = new System.Text.StringBuilder();
        for (var i = 0; i < markup.Length;)
        {
            if (markup[i] == '@' && i + 1 < markup.Length && markup[i + 1] != '@')
            {
                i = EndOfExpression(markup, i + 1);
                continue;
            }

            kept.Append(markup[i++]);
        }

        return kept.ToString();
    }

    private static int EndOfExpression(string markup, int at)
    {
        var head = WordAt(markup, at);
        at += head.Length;
        if (head is "if" or "foreach" or "for" or "while" or "switch" or "using")
        {
            while (at < markup.Length && char.IsWhiteSpace(markup[at]))
            {
                at++;
            }

            return at < markup.Length && markup[at] == '(' ? AfterBracket(markup, at) : at;
        }

        while (at < markup.Length)
        {
            if (markup[at] is '(' or '[' || (head.Length == 0 && markup[at] == '{'))
            {
                at = AfterBracket(markup, at);
                if (head.Length == 0)
                {
                    return at;
                }
            }
            else if (markup[at] is '.' or '!' or '?' && at + 1 < markup.Length && (char.IsLetter(markup[at + 1]) || markup[at + 1] is '.'))
            {
                at++;
                at += WordAt(markup, at).Length;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    private static string WordAt(string markup, int at)
    {
        var end = at;
        while (end < markup.Length && (char.IsAsciiLetterOrDigit(markup[end]) || markup[end] == '_'))
        {
            end++;
        }

        return markup[at..end];
    }

    private static int AfterBracket(string markup, int at)
    {
        var depth = 0;
        for (; at < markup.Length; at++)
        {
            if (markup[at] == '"')
            {
                at = markup.IndexOf('"', at + 1);
                if (at < 0)
                {
                    return markup.Length;
                }
            }
            else if (markup[at] is '(' or '[' or '{')
            {
                depth++;
            }
            else if (markup[at] is ')' or ']' or '}' && --depth == 0)
            {
                return at + 1;
            }
        }

        return at;
    }

    // What is left of control flow once tags and expressions are gone.
    private static bool IsCode(string line) =>
        line is "" or "{" or "}" or "else"
        || line.EndsWith(';')
        || CodePattern().IsMatch(line);

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"^@(page|using|inject|inherits|layout|attribute|implements|typeparam|namespace|rendermode|preservewhitespace).*$", RegexOptions.Multiline)]
    private static partial Regex DirectivePattern();

    [GeneratedRegex("""(?<![\w-])(aria-label|aria-description|aria-placeholder|aria-roledescription|title|placeholder|alt|Label|Title|Placeholder|HelperText|Lead|Text|RequiredError|AdornmentText|AdornmentAriaLabel)="(?![@"])[^"]*\p{L}{2,}[^"]*["]""")]
    private static partial Regex ReadAttributePattern();

    [GeneratedRegex("""(?<==)"@?[^"@]*"|(?<==)"@\((?:[^"]|"[^"]*")*?\)"|(?<==)"@[^"]*\["[^"]*"[^"]*\][^"]*["]""")]
    private static partial Regex QuotedInTagPattern();

    [GeneratedRegex(@"</?[A-Za-z!][^<>]*?(?:=>[^<>]*?)*>", RegexOptions.Singleline)]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"\p{L}{2,}|\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"^(\}?\s*else\b|case\b|default:|break;|var\b|\}|\{|//)")]
    private static partial Regex CodePattern();
}
