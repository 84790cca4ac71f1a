using System.Globalization;

namespace Attune.Serving;

/// <summary>Refuses comparisons that could never hold, as far as types are known without an item.</summary>
static class FilterTypes
{
    /// <summary>36,500 days in seconds.</summary>
    internal const long LongestDuration = 36_500L * 86_400;

    internal static FilterNode Compared(FilterOperand left, string sign, FilterOperand right, int at)
    {
        (left, right) = (AsTime(left, right, at), AsTime(right, left, at));
        foreach (var side in new[] { left, right })
        {
            if (side.Kind == LabelKind.List) throw FilterParser.Bad(at, $"{side} is a list, which {sign} cannot compare; ask with in, as in \"toys\" in categories");
            if (side.Kind == LabelKind.Boolean && sign is not ("==" or "!=")) throw FilterParser.Bad(at, $"{side} is true or false, which {sign} cannot order; use == or !=");
            if (side.Kind == LabelKind.Time && Other(side).Kind == LabelKind.Any) throw FilterParser.Bad(at, $"{side} is a time, and labels have none; compare it with timestamp");
        }
        if (left.Kind != LabelKind.Any && right.Kind != LabelKind.Any && left.Kind != right.Kind)
            throw FilterParser.Bad(at, $"{left} is a {Name(left.Kind)} and {right} a {Name(right.Kind)}: they are never the same");
        return new FilterNode.Comparison(left, sign, right);

        FilterOperand Other(FilterOperand side) => ReferenceEquals(side, left) ? right : left;
    }

    internal static FilterNode In(FilterOperand one, FilterOperand many, int at)
    {
        if (many.Kind is not (LabelKind.List or LabelKind.Any)) throw FilterParser.Bad(at, $"{many} is no list; behind in stands categories, a label or [a list]");
        if (one.Kind is LabelKind.List or LabelKind.Time) throw FilterParser.Bad(at, $"{one} cannot be in a list; before in stands a text, number, label or id");
        if (many is FilterOperand.Categories && one.Kind is not (LabelKind.Text or LabelKind.Any)) throw FilterParser.Bad(at, $"{one} is a {Name(one.Kind)}, and categories are texts");
        return new FilterNode.In(one, many);
    }

    // A text beside a time is a time.
    static FilterOperand AsTime(FilterOperand side, FilterOperand other, int at)
    {
        if (other.Kind != LabelKind.Time || side is not FilterOperand.Constant { Kind: LabelKind.Text } text) return side;
        if (!DateTimeOffset.TryParse(text.Of.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw FilterParser.Bad(at, $"{text} is no time; write it as \"2026-11-29\" or \"2026-11-29T12:00:00Z\"");
        return new FilterOperand.Constant(LabelValue.Of(time), text.Text);
    }

    static string Name(LabelKind kind) => kind switch { LabelKind.Boolean => "truth value", LabelKind.Time => "time", LabelKind.Number => "number", LabelKind.List => "list", _ => "text" };
}
