using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Features of users or items as sparse rows over so many buckets: a label, a word or the name of a number falls into the bucket of its hash, so that what is learned of a feature needs no
/// vocabulary and new features of new items are read like known ones. Two that share a bucket are taken for one.
/// </summary>
static class FeatureRows
{
    /// <summary>Ids × buckets; rows of zeros without features.</summary>
    /// <param name="table">The features, or null.</param>
    /// <param name="ids">Whose they are.</param>
    /// <param name="buckets">How many, from 1.</param>
    internal static CsrMatrix Of(FeatureTable? table, Vocabulary ids, int buckets)
    {
        var cells = new List<(int Row, int Bucket, float Value)>();
        foreach (var column in table?.Columns ?? [])
            if (column.Kind == FeatureKind.Tokens) AddLabels(column, buckets, cells);
            else if (column.Kind == FeatureKind.Number) AddNumbers(column.Numbers(ids), BucketOf(column.Name, "", buckets), cells);
        AddWords(table, buckets, cells);
        return CsrMatrix.FromTriples(ids.Count, buckets, [.. cells.Select(c => c.Row)], [.. cells.Select(c => c.Bucket)], [.. cells.Select(c => c.Value)]);
    }

    /// <summary>The bucket of a value of a column.</summary>
    internal static int BucketOf(string column, string value, int buckets) => (int)(((Seed)0).Derive(column).Derive(value).Value % (ulong)buckets);

    // All labels of a column together have length 1.
    static void AddLabels(FeatureColumn column, int buckets, List<(int, int, float)> cells)
    {
        for (var row = 0; row < column.Values.Count; row++)
        {
            var labels = column.Labels(row);
            foreach (var label in labels) cells.Add((row, BucketOf(column.Name, label, buckets), 1 / MathF.Sqrt(labels.Length)));
        }
    }

    // In deviations from the mean; one that is missing counts as the mean.
    static void AddNumbers(double[] numbers, int bucket, List<(int, int, float)> cells)
    {
        var known = numbers.Where(double.IsFinite).ToArray();
        var mean = known.DefaultIfEmpty().Average();
        var deviation = Math.Sqrt(known.DefaultIfEmpty(mean).Average(x => (x - mean) * (x - mean)));
        if (!(deviation > 0)) return;
        for (var row = 0; row < numbers.Length; row++)
            if (double.IsFinite(numbers[row])) cells.Add((row, bucket, (float)((numbers[row] - mean) / deviation)));
    }

    // The words of all text columns: each by how often it comes and how rare it is, all together of length 1.
    static void AddWords(FeatureTable? table, int buckets, List<(int, int, float)> cells)
    {
        if (table is null) return;
        var columns = table.Columns.Where(c => c.Kind == FeatureKind.Text).ToArray();
        string[] texts = [.. Enumerable.Range(0, table.Count).Select(r => string.Join(' ', columns.Select(c => c.Values[r]).Where(v => v is not null)))];
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = TextIndex.Count(texts, words);
        var (having, bucketOf) = (new int[words.Count], new int[words.Count]);
        foreach (var word in counts.ColumnIndices) having[word]++;
        foreach (var (word, number) in words) bucketOf[number] = BucketOf("", word, buckets);
        var documents = Enumerable.Range(0, counts.Rows).Count(r => counts.RowLength(r) > 0);
        for (var r = 0; r < counts.Rows; r++)
        {
            float[] weights = [.. Enumerable.Range(counts.Offsets[r], counts.RowLength(r)).Select(e => (float)((1 + Math.Log(counts.Values[e])) * FeatureCosines.Rarity(documents, having[counts.ColumnIndices[e]])))];
            var length = MathF.Sqrt(weights.Sum(w => w * w));
            for (var w = 0; w < weights.Length; w++) cells.Add((r, bucketOf[counts.Row(r)[w]], weights[w] / length));
        }
    }
}
