using Attune.Studies;

namespace Attune.Tests;

public sealed class NoiseFieldsTests
{
    [Fact]
    public void Of_AddsLabelsThatSayNothing_AndKeepsTheRest()
    {
        var truth = new PlantedClicks { Fields = 4, Signal = 2, Pairs = 1, Sizes = [10], Seed = 1 }.Plant();
        var (rows, fields) = (truth.Rows(0, 3000), NoiseFields.Of(truth.Fields, 3, 5));
        var noisy = NoiseFields.Of(rows, truth.Fields, 3, 5, 9);
        var table = ClickTable.Of(fields, noisy);
        Assert.Equal(7, table.Fields.Columns);
        for (var r = 0; r < rows.Count; r++) Assert.Equal(rows.Codes[(r * 4)..(r * 4 + 4)], noisy.Codes[(r * 7)..(r * 7 + 4)]);
        for (var n = 0; n < 3; n++)
        {
            var labels = Enumerable.Range(0, rows.Count).Select(r => noisy.Codes[r * 7 + 4 + n] - fields.Fields[4 + n].Offset).ToArray();
            Assert.Equal([1, 2, 3, 4, 5], labels.Distinct().Order());
            // Of 3,000 rows a fifth has each label, give or take five deviations.
            Assert.All(labels.CountBy(l => l), c => Assert.InRange(c.Value, 490, 710));
        }
        Assert.Equal(noisy.Codes, NoiseFields.Of(rows, truth.Fields, 3, 5, 9).Codes);
        Assert.NotEqual(noisy.Codes, NoiseFields.Of(rows, truth.Fields, 3, 5, 10).Codes);
    }
}
