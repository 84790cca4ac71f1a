namespace Attune.Tests;

public sealed class ChartTextTests
{
    [Fact]
    public void Draw_Bars_AreBlocksToTheEighth() => Assert.Equal(
    [
        "shares",
        "a   ████████████  1",
        "bb  ███████▌      0.625",
        "c                 –",
    ], ChartText.Draw(new Chart.Bars("shares", [new("a", 1), new("bb", 0.625), new("c", double.NaN)]), 23));

    [Fact]
    public void Draw_Columns_RiseOverTheirFirstAndLastLabel() => Assert.Equal(
    [
        "c",
        "        ███",
        "        ███",
        "        ███",
        "    ███ ███",
        "    ███ ███",
        "    ███ ███",
        "x         z",
        "highest 10",
    ], ChartText.Draw(new Chart.Columns("c", [("x", 0), ("y", 5), ("z", 10)]), 40));

    [Fact]
    public void Draw_MoreColumnsThanPlaces_AreAddedUpAndSaidSo() =>
        Assert.Equal("highest 591; 3 values to a column", ChartText.Draw(new Chart.Columns("c", [.. Enumerable.Range(1, 200).Select(i => ($"{i}", (double)i))]), 80).Last());

    [Fact]
    public void Draw_Line_RunsFromCornerToCorner()
    {
        var lines = ChartText.Draw(new Chart.Lines("l", [new Chart.Line("rise", [(0, 0), (1, 1)])]), 40).ToArray();
        Assert.EndsWith("⠉", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  0 ┤", lines[8], StringComparison.Ordinal);
        Assert.Equal("─ rise", lines[^1]);
    }

    [Fact]
    public void Draw_Nothing_SaysSo() => Assert.Equal(["none", "(nothing to draw)"], ChartText.Draw(new Chart.Lines("none", []), 40));
}
