namespace Attune.Tests;

public sealed class ClickEvaluationTests
{
    static readonly PlantedTruth Truth = new PlantedClicks { Fields = 5, Signal = 2, Pairs = 1, Sizes = [20], BaseRate = 0.3 }.Plant();

    static readonly ClickEvaluationOptions Quick = new() { BootstrapSamples = 50 };

    [Fact]
    public void Of_TheTruth_IsCalibratedAndInItsIntervals()
    {
        var scores = ClickEvaluation.Of(new Knowing(Truth, Truth.Fields), Truth.Table(0, 10_000), Quick);
        Assert.Equal(["auc", "log-loss", "ece", "ece-equal-count"], scores.Metrics.Select(m => m.Metric));
        Assert.Equal(10_000, scores.Rows);
        Assert.InRange(scores["auc"].Value, scores["auc"].Low, scores["auc"].High);
        Assert.InRange(scores["auc"].Value, 0.6, 0.95);
        Assert.InRange(scores["ece"].Value, 0, 0.02);
        Assert.False(scores.ByUser);
        Assert.Equal(20, scores.Reliability.Count);
        Assert.InRange((scores["auc"].High - scores["auc"].Low) / (4 * scores.AucDeviation), 0.7, 1.3);
    }

    [Fact]
    public void Of_BlockSize_ChangesNothing()
    {
        var one = ClickEvaluation.Of(new Knowing(Truth, Truth.Fields), Truth.Table(0, 1000), Quick with { BatchSize = 17 });
        Assert.Equal(one.Metrics, ClickEvaluation.Of(new Knowing(Truth, Truth.Fields), Truth.Table(0, 1000), Quick).Metrics);
    }

    [Fact]
    public void Of_RowsWithUsers_DrawsUsersAndSaysWhomGaucLacks()
    {
        var fields = new ClickFields([new ClickField("user", ClickFieldKind.Categorical, ClickFieldRole.UserId, 0, 5, 0, 1), new ClickField("x", ClickFieldKind.Categorical, ClickFieldRole.Context, 5, 5, 1, 1)]);
        var rows = ClickTable.Of(fields, new ClickRows(2, [1, 6, 1, 7, 2, 8, 2, 9, 3, 6, 0, 5], null, [0, 1, 1, 0, 1, 1], null));
        var scores = ClickEvaluation.Of(new Knowing(null, fields), rows, Quick);
        Assert.Equal(0.5, scores["gauc"].Value);
        Assert.True(scores.ByUser);
        Assert.Equal(["gauc leaves out 1 of 3 users, all or none of whose rows were clicked.", "gauc leaves out 1 of 6 rows, whose users training did not know."], scores.Notes);
    }

    [Fact]
    public void Of_RowsOfOtherFields_AreRefused()
    {
        var other = new PlantedClicks { Fields = 5, Signal = 2, Pairs = 1, Sizes = [21] }.Plant();
        Assert.Contains("field 0 is 'signal0' (Categorical, 21 codes, 1 columns) where the other is 'signal0' (Categorical, 22 codes, 1 columns)",
            Assert.Throws<DataException>(() => ClickEvaluation.Of(new Knowing(Truth, Truth.Fields), other.Table(0, 10))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfScores_HasTableAndReliabilityChart()
    {
        var report = Report.Of(ClickEvaluation.Of(new Knowing(Truth, Truth.Fields), Truth.Table(0, 2000), Quick));
        var text = report.ToText();
        Assert.Contains("log-loss", text, StringComparison.Ordinal);
        Assert.Contains("Reliability", text, StringComparison.Ordinal);
        Assert.Contains("Intervals are those of resampled rows.", text, StringComparison.Ordinal);
        var lines = Assert.IsType<Chart.Lines>(report.Sections[1].Charts[0]);
        Assert.All(lines.Series[0].Points, p => Assert.InRange(Math.Abs(p.X - p.Y), 0, 0.15));
    }

    // The truth as a model; without one, the code of the last column over 10.
    sealed class Knowing(PlantedTruth? truth, ClickFields fields) : IClickModel
    {
        public ClickFields Fields => fields;

        public ITrainer Trainer { get; } = new Popularity();

        public Catalog Catalog => throw new NotSupportedException();

        public void Predict(ClickRows rows, Span<float> probabilities)
        {
            for (var r = 0; r < rows.Count; r++) probabilities[r] = truth is null ? rows.Codes[2 * r + 1] / 10f : (float)truth.Probability(rows.Codes.AsSpan(r * rows.Columns, rows.Columns));
        }

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => throw new NotSupportedException();

        public void Export(Weights weights) => throw new NotSupportedException();
    }
}
