using System.Text.Json;

namespace Attune.Serving;

/// <summary>The words of a filter expression with their positions.</summary>
static class FilterTokens
{
    internal enum Kind { End, Word, Number, Text, Sign }

    /// <summary>One word: a name, number, text in quotes, or sign.</summary>
    internal readonly record struct Token(Kind Kind, string Text, int At);

    internal static List<Token> Of(string expression)
    {
        var (tokens, at) = (new List<Token>(), 0);
        while (true)
        {
            while (at < expression.Length && char.IsWhiteSpace(expression[at])) at++;
            if (at == expression.Length) break;
            var token = Next(expression, at);
            tokens.Add(token.Token);
            at = token.End;
        }
        tokens.Add(new Token(Kind.End, "", at));
        return tokens;
    }

    static (Token Token, int End) Next(string text, int at)
    {
        var first = text[at];
        if (char.IsAsciiLetter(first) || first == '_') return Run(Kind.Word, c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (char.IsAsciiDigit(first)) return Number(text, at);
        if (first == '"') return Quoted(text, at);
        if (at + 1 < text.Length && text.AsSpan(at, 2) is "==" or "!=" or "<=" or ">=") return (new Token(Kind.Sign, text.Substring(at, 2), at), at + 2);
        if ("<>()[],.+-".Contains(first)) return (new Token(Kind.Sign, first.ToString(), at), at + 1);
        throw FilterParser.Bad(at, $"'{first}' is no part of an expression; texts stand between double quotes, and comparisons are ==, !=, <, <=, > and >=");

        (Token, int) Run(Kind kind, Func<char, bool> goesOn)
        {
            var end = at + 1;
            while (end < text.Length && goesOn(text[end])) end++;
            return (new Token(kind, text[at..end], at), end);
        }
    }

    // Digits with a fraction and an exponent; a sign before it is the parser's.
    static (Token, int) Number(string text, int at)
    {
        var end = Digits(at);
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1])) end = Digits(end + 1);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent])) end = Digits(exponent);
        }
        return (new Token(Kind.Number, text[at..end], at), end);

        int Digits(int from)
        {
            while (from < text.Length && char.IsAsciiDigit(text[from])) from++;
            return from;
        }
    }

    static (Token, int) Quoted(string text, int at)
    {
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\') end++;
            else if (text[end] == '"') return (new Token(Kind.Text, Unquoted(text, at, end + 1), at), end + 1);
        }
        throw FilterParser.Bad(at, "the text that begins here has no closing double quote");
    }

    static string Unquoted(string text, int at, int end)
    {
        try
        {
            return JsonSerializer.Deserialize(text.AsSpan(at, end - at), FilterJson.Default.String)!;
        }
        catch (JsonException)
        {
            throw FilterParser.Bad(at, "the text that begins here is no JSON string: a backslash stands only before \" \\ / b f n r t or u and four hexadecimal digits");
        }
    }
}
