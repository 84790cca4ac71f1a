namespace Attune.Tests;

public sealed class PlantedClicksTests
{
    static readonly PlantedTruth Truth = new PlantedClicks { Fields = 10, Signal = 4, Pairs = 2, Sizes = [10, 50], BaseRate = 0.3 }.Plant();

    [Fact]
    public void Rows_BaseRate_IsThatAskedFor() => Assert.InRange(Truth.Rows(0, 40_000).Labels.Average(), 0.285f, 0.315f);

    [Fact]
    public void Rows_ByNumber_AreTheSameInAnyBlock()
    {
        var whole = Truth.Rows(0, 300);
        Assert.Equal(whole.Codes[1000..2000], Truth.Rows(100, 100).Codes);
        Assert.Equal(whole.Codes, ClickRows.Join([.. Truth.Blocks(300, 77)]).Codes);
    }

    [Fact]
    public void Probability_OfRows_OrdersAndFitsTheLabels()
    {
        var rows = Truth.Rows(0, 20_000);
        var scored = new ScoredClicks([.. Enumerable.Range(0, rows.Count).Select(r => (float)Truth.Probability(rows.Codes.AsSpan(r * 10, 10)))], rows.Labels);
        Assert.InRange(ClickAuc.Of(scored), 0.65, 0.95);
        Assert.InRange(Calibration.Ece(scored), 0, 0.015);
    }

    [Fact]
    public void Probability_NoiseFields_DoNotMatter()
    {
        var codes = Truth.Rows(0, 1).Codes;
        var before = Truth.Probability(codes);
        for (var f = 4; f < 10; f++) codes[f] = Truth.Fields.Fields[f].Offset + 3;
        Assert.Equal(before, Truth.Probability(codes));
        codes[0] = codes[0] == 3 ? 4 : 3;
        Assert.NotEqual(before, Truth.Probability(codes));
    }

    [Fact]
    public void Probability_Pairs_AreMoreThanTheSumOfTheirFields()
    {
        double Logit(int a, int b)
        {
            var codes = Truth.Rows(0, 1).Codes;
            (codes[0], codes[1]) = (Truth.Fields.Fields[0].Offset + a, Truth.Fields.Fields[1].Offset + b);
            var p = Truth.Probability(codes);
            return Math.Log(p / (1 - p));
        }

        Assert.True(Math.Abs(Logit(1, 1) - Logit(1, 2) - Logit(2, 1) + Logit(2, 2)) > 0.01);
    }

    [Fact]
    public void Plant_OptionsOutOfRange_AreToldTogether() => Assert.Equal("Planted clicks: signal = 9 must be 0 to fields (5); baseRate = 2 must be above 0 and below 1.",
        Assert.Throws<ArgumentException>(() => new PlantedClicks { Fields = 5, Signal = 9, BaseRate = 2 }.Plant()).Message);
}
