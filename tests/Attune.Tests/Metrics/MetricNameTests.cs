namespace Attune.Tests;

public sealed class MetricNameTests
{
    public static TheoryData<string> Stems => [.. MetricName.All];

    [Theory, MemberData(nameof(Stems))]
    public void Parse_EveryKnownMetric_RoundTrips(string stem)
    {
        var metric = Known(stem);
        Assert.Equal(metric, MetricName.Parse(metric.Name));
        Assert.StartsWith(stem, metric.Name, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stems))]
    public void All_IsDefinedInTheGlossary(string stem) =>
        Assert.Matches($@"(?m)^\| `{stem}(@k)?`", File.ReadAllText(Path.Combine(TestData.Root, "docs", "glossary.md")));

    [Theory]
    [InlineData("ndgc@10", "There is no metric 'ndgc'; there are auc, ")]
    [InlineData("recall", "'recall' needs a cut-off, as in recall@10.")]
    [InlineData("rmse@5", "'rmse' has no cut-off: write it without @5.")]
    [InlineData("ndcg@0", "'ndcg@0': the cut-off after @ must be a whole number from 1, as in ndcg@10.")]
    [InlineData("ndcg@ten", "'ndcg@ten': the cut-off after @ must be a whole number from 1")]
    public void Parse_Wrong_SaysWhatIsRight(string name, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => MetricName.Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_CapitalsAndSpaces_DoNotMatter() => Assert.Equal(Ndcg.At(10), MetricName.Parse(" NDCG@10 "));

    [Fact]
    public void ParseList_Several_KeepsTheirOrder() =>
        Assert.Equal([Recall.At(20), Ndcg.At(10), new Rmse()], MetricName.ParseList("recall@20, ndcg@10,rmse"));

    [Theory, InlineData("", "No metric is named"), InlineData("hit@5,hit-rate@5", "The metric hit@5 is named twice")]
    public void ParseList_NoneOrTwice_IsRefused(string names, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => MetricName.ParseList(names)).Message, StringComparison.Ordinal);

    static IMetric Known(string stem)
    {
        try
        {
            return MetricName.Parse(stem + "@7");
        }
        catch (ArgumentException)
        {
            return MetricName.Parse(stem);
        }
    }
}
