using Attune.Numerics;
using Attune.Serving;

namespace Attune.Tests;

public class FilterTests
{
    static readonly ItemEntry Train = new(0, new StoredItem
    {
        Id = "train",
        Categories = ["toys", "wood"],
        Timestamp = EngineWorld.Now.AddDays(-3),
        Labels = """{"price": 19.5, "brand": "brio", "sale": true, "sizes": [1, 2, "xl"], "maker": {"name": "Brio AB", "a b": "x"}, "none": null}""",
    });

    [Theory]
    [InlineData("labels.price < 20", true)]
    [InlineData("labels.price >= 19.5 and labels.price <= 1.95e1", true)]
    [InlineData("labels.price > 20", false)]
    [InlineData("labels.brand == \"brio\"", true)]
    [InlineData("labels.brand != \"brio\"", false)]
    [InlineData("labels.brand > \"bria\" and labels.brand < \"brip\"", true)]
    [InlineData("labels.sale", true)]
    [InlineData("labels.sale == false", false)]
    [InlineData("not labels.sale or labels.price < 1", false)]
    [InlineData("\"toys\" in categories", true)]
    [InlineData("\"books\" in categories", false)]
    [InlineData("labels.brand in [\"lego\", \"brio\"]", true)]
    [InlineData("labels.price in [1, -2, 19.5]", true)]
    [InlineData("\"xl\" in labels.sizes and 2 in labels.sizes", true)]
    [InlineData("3 in labels.sizes", false)]
    [InlineData("id in [\"train\"]", true)]
    [InlineData("labels.maker.name == \"Brio AB\"", true)]
    [InlineData("labels[\"maker\"][\"a b\"] == \"x\"", true)]
    [InlineData("id == \"train\"", true)]
    [InlineData("timestamp > now() - 7d", true)]
    [InlineData("timestamp > now() - 71h", false)]
    [InlineData("timestamp < \"2026-11-27\"", true)]
    [InlineData("timestamp < now() + 5m and timestamp != now()", true)]
    [InlineData("labels.absent == 1", false)]
    [InlineData("labels.absent != 1", false)]
    [InlineData("labels.none == 1", false)]
    [InlineData("not labels.absent == 1", true)]
    [InlineData("labels.price == \"19.5\"", false)]
    [InlineData("labels.price != \"19.5\"", true)]
    [InlineData("labels.brand < 3", false)]
    [InlineData("labels.maker == 3", false)]
    [InlineData("labels.price < 20 or labels.sale and \"books\" in categories", true)]
    [InlineData("(labels.price < 20 or labels.sale) and \"books\" in categories", false)]
    [InlineData("labels.brand == \"br\\u0069o\"", true)]
    public void Parse_Expression_HoldsAsItReads(string expression, bool holds) =>
        Assert.Equal(holds, FilterParser.Parse(expression).Holds(Train, EngineWorld.Now));

    [Theory]
    [InlineData("", "position 1: expected a number")]
    [InlineData("labels.price <", "position 15: expected a number, \"text\"")]
    [InlineData("labels.price 20", "position 14: expected and, or, or the end, but there is '20'")]
    [InlineData("labels < 2", "position 8: expected '.' and the name of a label")]
    [InlineData("labels.", "position 8: expected the name of a label, but the expression ends")]
    [InlineData("price < 2", "position 1: 'price' is not known")]
    [InlineData("(labels.a == 1", "position 15: expected ')'")]
    [InlineData("labels.a = 1", "position 10: '=' is no part")]
    [InlineData("labels.a == \"x", "position 13: the text that begins here has no closing")]
    [InlineData("labels.a == \"\\x\"", "position 13: the text that begins here is no JSON string")]
    [InlineData("labels.a == 1e999", "position 13: the number 1e999 is too large")]
    [InlineData("1 == \"a\"", "1 is a number and \"a\" a text")]
    [InlineData("categories == \"a\"", "categories is a list")]
    [InlineData("\"a\" in id", "id is no list")]
    [InlineData("1 in categories", "1 is a number, and categories are texts")]
    [InlineData("timestamp == 5", "timestamp is a time and 5 a number")]
    [InlineData("timestamp > \"soon\"", "\"soon\" is no time")]
    [InlineData("labels.day > now()", "now() is a time, and labels have none")]
    [InlineData("true < false", "true is true or false")]
    [InlineData("timestamp > now() - 7y", "expected a duration")]
    [InlineData("id", "position 3: expected a comparison")]
    [InlineData("labels.a in [1, labels.b]", "position 17: expected a number")]
    [InlineData("labels.a == - \"x\"", "expected a number")]
    public void Parse_BadExpression_SaysWhereAndWhatWasExpected(string expression, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => FilterParser.Parse(expression)).Message);

    [Fact]
    public void Parse_AboveTheLimits_IsRefused()
    {
        var deep = new string('(', 17) + "labels.a" + new string(')', 17);
        var wide = string.Join(" or ", Enumerable.Repeat("labels.a", 101));
        Assert.Contains("nested more than 16 deep", Assert.Throws<ArgumentException>(() => FilterParser.Parse(deep)).Message);
        Assert.Contains("more than 200 parts", Assert.Throws<ArgumentException>(() => FilterParser.Parse(wide)).Message);
        Assert.Contains("at most 2000 are read", Assert.Throws<ArgumentException>(() => FilterParser.Parse(new string(' ', 2001))).Message);
        Assert.Contains("nested more than 16", Assert.Throws<ArgumentException>(() => FilterParser.Parse(string.Concat(Enumerable.Repeat("not ", 17)) + "labels.a")).Message);
        Assert.NotNull(FilterParser.Parse(deep[1..^1]));
    }

    [Fact]
    public void Parse_RandomTrees_RoundTripThroughTheirText()
    {
        for (var t = 0; t < 2000; t++)
        {
            var stream = ((Seed)42).Derive("filters").Derive(t).Stream();
            var tree = Tree(ref stream, 4);
            var again = FilterParser.Parse(tree.ToString());
            Assert.Equal(tree.ToString(), again.ToString());
            Assert.Equal(tree.Holds(Train, EngineWorld.Now), again.Holds(Train, EngineWorld.Now));
            Assert.Equal(tree.ReadsClock, again.ReadsClock);
        }
    }

    [Fact]
    public void Parse_RandomText_IsReadOrRefusedInWords()
    {
        string[] words = ["labels", ".", "price", "\"a\"", "(", ")", "[", "]", ",", "and", "or", "not", "in", "==", "<", "-", "1", "7d", "now", "categories", "id", "timestamp", "true", " ", "\\", "ä", "\""];
        for (var t = 0; t < 5000; t++)
        {
            var stream = ((Seed)7).Derive("text").Derive(t).Stream();
            var text = "";
            for (var w = stream.NextInt(12); w >= 0; w--) text += words[stream.NextInt(words.Length)];
            try
            {
                Assert.NotNull(FilterParser.Parse(text));
            }
            catch (ArgumentException e)
            {
                Assert.StartsWith("The filter cannot be used, position ", e.Message);
            }
        }
    }

    static FilterNode Tree(ref RandomStream stream, int depth)
    {
        if (depth == 0 || stream.NextInt(4) == 0) return Leaf(ref stream);
        if (stream.NextInt(4) == 0) return new FilterNode.Not(Tree(ref stream, depth - 1));
        var parts = new FilterNode[2 + stream.NextInt(2)];
        for (var p = 0; p < parts.Length; p++) parts[p] = Tree(ref stream, depth - 1);
        return new FilterNode.Several(stream.NextInt(2) == 0, parts);
    }

    static FilterNode Leaf(ref RandomStream stream) => stream.NextInt(6) switch
    {
        0 => new FilterNode.Comparison(Label(ref stream), new[] { "==", "!=", "<", "<=", ">", ">=" }[stream.NextInt(6)], FilterOperand.Constant.Number(Math.Round(stream.NextGaussian() * 20, 2))),
        1 => new FilterNode.Comparison(Label(ref stream), "==", FilterOperand.Constant.String("q\"\\ä\n" + stream.NextInt(3))),
        2 => new FilterNode.In(FilterOperand.Constant.String("toys"), new FilterOperand.Categories()),
        3 => new FilterNode.In(Label(ref stream), FilterOperand.Constant.List([FilterOperand.Constant.String("brio"), FilterOperand.Constant.Number(-1), FilterOperand.Constant.Boolean(true)])),
        4 => new FilterNode.Comparison(new FilterOperand.Timestamp(), ">", new FilterOperand.Now(86_400 * (stream.NextInt(9) - 4))),
        _ => new FilterNode.Truth(Label(ref stream)),
    };

    static FilterOperand.Label Label(ref RandomStream stream) => new(new[] { ["price"], ["brand"], ["sale"], ["maker", "a b"], new[] { "2nd", "ä" } }[stream.NextInt(5)]);
}
