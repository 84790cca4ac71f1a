using System.Globalization;

namespace Attune.Serving;

/// <summary>
/// Reads filter expressions, as <c>labels.price &lt; 20 and ("toys" in categories or timestamp &gt; now() - 7d)</c>. Evaluation takes time in proportion to the nodes, of
/// which there are few: nothing in an expression can loop.
/// </summary>
/// <remarks>
/// or-expression: and-expression {"or" …}; and-expression: unary {"and" …}; unary: "not" unary | "(" or-expression ")" | comparison;
/// comparison: operand (== != &lt; &lt;= &gt; &gt;= | in) operand, or a label alone, which must be true; operand: number, "text", true, false, [constants], id, timestamp, categories,
/// labels.name.name, labels["any name"], now(), now() ± duration (s, m, h, d).
/// </remarks>
sealed class FilterParser
{
    internal const int Longest = 2000, Deepest = 16, MostNodes = 200;

    const string Operands = "a number, \"text\", true, false, [a list], id, timestamp, categories, labels.name or now()";

    static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    readonly List<FilterTokens.Token> _tokens;
    int _next, _depth, _nodes;

    FilterParser(string expression) => _tokens = FilterTokens.Of(expression);

    /// <summary>The tree of an expression.</summary>
    /// <exception cref="ArgumentException">It cannot be read; the message has the position and what was expected.</exception>
    internal static FilterNode Parse(string expression)
    {
        if (expression.Length > Longest) throw Bad(Longest, string.Create(CultureInfo.InvariantCulture, $"it is {expression.Length} characters long, and at most {Longest} are read"));
        var parser = new FilterParser(expression);
        var tree = parser.Or();
        if (parser.Now.Kind != FilterTokens.Kind.End) throw parser.Expected("and, or, or the end");
        return tree;
    }

    internal static ArgumentException Bad(int at, string why) => new(string.Create(CultureInfo.InvariantCulture, $"The filter cannot be used, position {at + 1}: {why}."));

    FilterTokens.Token Now => _tokens[_next];

    FilterNode Or() => Several(false, "or", () => Several(true, "and", Unary));

    FilterNode Several(bool all, string word, Func<FilterNode> part)
    {
        List<FilterNode> parts = [part()];
        while (Take(word)) parts.Add(part());
        return parts.Count == 1 ? parts[0] : Counted(new FilterNode.Several(all, parts));
    }

    FilterNode Unary()
    {
        var not = Now is { Kind: FilterTokens.Kind.Word, Text: "not" };
        if (!not && Now is not { Kind: FilterTokens.Kind.Sign, Text: "(" }) return Comparison();
        if (++_depth > Deepest) throw Bad(Now.At, $"it is nested more than {Deepest} deep");
        _next++;
        var inner = not ? Counted(new FilterNode.Not(Unary())) : Or();
        if (!not) Require(")");
        _depth--;
        return inner;
    }

    FilterNode Comparison()
    {
        var left = Operand();
        var sign = Now;
        if (sign is { Kind: FilterTokens.Kind.Sign } && Comparisons.Contains(sign.Text))
        {
            _next++;
            return Counted(FilterTypes.Compared(left, sign.Text, Operand(), sign.At));
        }
        if (Take("in")) return Counted(FilterTypes.In(left, Operand(), sign.At));
        if (left is FilterOperand.Label) return Counted(new FilterNode.Truth(left));
        throw Expected($"a comparison ({string.Join(' ', Comparisons)} or in)");
    }

    FilterOperand Operand()
    {
        var token = Now;
        if (token.Kind != FilterTokens.Kind.Word && token is not { Kind: FilterTokens.Kind.Sign, Text: "[" }) return Constant();
        if (token.Text is "true" or "false") return Constant();
        _next++;
        CountNode();
        return token.Text switch
        {
            "[" => List(),
            "id" => new FilterOperand.Id(),
            "timestamp" => new FilterOperand.Timestamp(),
            "categories" => new FilterOperand.Categories(),
            "labels" => new FilterOperand.Label(Path()),
            "now" => Clock(),
            _ => throw Bad(token.At, $"'{token.Text}' is not known; expected {Operands}"),
        };
    }

    FilterOperand.Constant Constant()
    {
        var minus = Take("-");
        var token = Now;
        FilterOperand.Constant? constant = token.Kind switch
        {
            FilterTokens.Kind.Number => FilterOperand.Constant.Number((minus ? -1 : 1) * double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture)),
            FilterTokens.Kind.Text when !minus => FilterOperand.Constant.String(token.Text),
            FilterTokens.Kind.Word when !minus && token.Text is "true" or "false" => FilterOperand.Constant.Boolean(token.Text == "true"),
            _ => null,
        };
        if (constant is null) throw Expected(minus ? "a number" : Operands);
        if (!double.IsFinite(constant.Of.Number)) throw Bad(token.At, $"the number {token.Text} is too large");
        _next++;
        CountNode();
        return constant;
    }

    FilterOperand.Constant List()
    {
        var values = new List<FilterOperand.Constant>();
        if (Take("]")) return FilterOperand.Constant.List(values);
        do values.Add(Constant());
        while (Take(","));
        Require("]");
        return FilterOperand.Constant.List(values);
    }

    List<string> Path()
    {
        var path = new List<string>();
        while (true)
        {
            if (Take(".")) path.Add(Name(FilterTokens.Kind.Word, "the name of a label"));
            else if (Take("["))
            {
                path.Add(Name(FilterTokens.Kind.Text, "the name of a label in double quotes"));
                Require("]");
            }
            else if (path.Count > 0) return path;
            else throw Expected("'.' and the name of a label, as in labels.price");
        }
    }

    string Name(FilterTokens.Kind kind, string what)
    {
        if (Now.Kind != kind) throw Expected(what);
        return _tokens[_next++].Text;
    }

    FilterOperand.Now Clock()
    {
        Require("(");
        Require(")");
        var sign = Take("-") ? -1 : Take("+") ? 1 : 0;
        if (sign == 0) return new FilterOperand.Now(0);
        var (count, at) = (Now, Now.At);
        _ = Name(FilterTokens.Kind.Number, "a duration, as 7d, 12h, 30m or 45s");
        var unit = Name(FilterTokens.Kind.Word, "s, m, h or d") switch { "s" => 1, "m" => 60, "h" => 3600, "d" => 86_400, _ => 0 };
        if (unit == 0 || !int.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var units) || units * (long)unit > FilterTypes.LongestDuration)
            throw Bad(at, "expected a duration of at most 36,500 days in whole s, m, h or d, as 7d");
        return new FilterOperand.Now(sign * units * (long)unit);
    }

    bool Take(string text)
    {
        if (Now.Text != text || Now.Kind is not (FilterTokens.Kind.Word or FilterTokens.Kind.Sign)) return false;
        _next++;
        return true;
    }

    void Require(string text)
    {
        if (!Take(text)) throw Expected($"'{text}'");
    }

    ArgumentException Expected(string what) => Bad(Now.At, $"expected {what}, but {(Now.Kind == FilterTokens.Kind.End ? "the expression ends" : $"there is '{Now.Text}'")}");

    FilterNode Counted(FilterNode node)
    {
        CountNode();
        return node;
    }

    void CountNode()
    {
        if (++_nodes > MostNodes) throw Bad(Now.At, $"it has more than {MostNodes} parts");
    }
}
