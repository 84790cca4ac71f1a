using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Rows of clicks and their measures beside counts.</summary>
static class RowMeasures
{
    internal static double File()
    {
        var truth = new PlantedClicks { Fields = 5, Signal = 4, Pairs = 2, Sizes = [3, 300, 70_000], Seed = 9 }.Plant();
        var table = truth.Table(0, 5000);
        var folder = Directory.CreateTempSubdirectory("attune-check-");
        var path = Path.Combine(folder.FullName, "rows.clicks");
        try
        {
            ClickFile.Write(path, table.Fields, table.Blocks(700));
            using var file = ClickFile.Open(path);
            var wrong = Rows(file.Blocks(900)).Zip(Rows(table.Blocks(5000)), (a, b) => a == b ? 0 : 1).Sum();
            var dealt = Enumerable.Range(0, file.StepsOf(512)).Select(step => file.Batch(512, (Seed)4, 1, step));
            return wrong + Math.Abs(file.Count - table.Count) + (Rows(dealt).Order(StringComparer.Ordinal).SequenceEqual(Rows(table.Blocks(5000)).Order(StringComparer.Ordinal)) ? 0 : 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static IEnumerable<string> Rows(IEnumerable<ClickRows> blocks) =>
            blocks.SelectMany(b => Enumerable.Range(0, b.Count).Select(r => $"{b.Labels[r]} {string.Join(' ', b.Codes[(r * b.Columns)..((r + 1) * b.Columns)])}"));
    }

    internal static double Unknown()
    {
        string[] names = ["label", "city", "age"];
        string?[][] train = [["1", "Rome", "20"], ["0", "Rome", "30"], ["0", "Oslo", "40"], ["1", "Bern", "20"], ["0", "Bern", ""]];
        var encoder = ClickEncoder.Fit(ClickRecords.Of(names, train), new ClickSchema { MinCount = 2, Fields = [new("city"), new("age") { MinCount = 1 }] });
        var test = ClickTable.Of(ClickRecords.Of(names, [["1", "Oslo", "20"], ["0", "Lima", "99"], ["1", "Rome", ""]]), encoder).Rows.Codes;
        ClickField city = encoder.Fields.Fields[0], age = encoder.Fields.Fields[1];
        // Oslo came once, Lima and 99 never, and the last has no age.
        return new[] { test[0] == city.Offset, test[1] != age.Offset, test[2] == city.Offset, test[3] == age.Offset, test[4] != city.Offset, test[5] == age.Offset }.Count(ok => !ok);
    }

    internal static double DeLong()
    {
        var stream = ((Seed)23).Stream();
        var (scores, labels) = (new float[400], new float[400]);
        for (var i = 0; i < scores.Length; i++)
        {
            labels[i] = stream.NextDouble() < 0.3 ? 1 : 0;
            scores[i] = MathF.Round((float)stream.NextGaussian() + labels[i], 1);
        }
        var found = Attune.DeLong.Of(scores, labels);
        float[] yes = [.. scores.Where((_, i) => labels[i] > 0)], no = [.. scores.Where((_, i) => labels[i] == 0)];
        double[] above = [.. yes.Select(y => no.Average(n => Won(y, n)))], below = [.. no.Select(n => yes.Average(y => Won(y, n)))];
        var deviation = Math.Sqrt(Variance(above) / yes.Length + Variance(below) / no.Length);
        return Math.Max(Math.Abs(found.Auc - above.Average()), Math.Abs(found.Deviation - deviation) / deviation);

        static double Won(float y, float n) => y > n ? 1 : y == n ? 0.5 : 0;

        static double Variance(double[] values) => values.Average() is var mean ? values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) : 0;
    }
}
