using Attune.Numerics;

namespace Attune;

/// <summary>The features of users and items as sparse rows over one numbering: users, items, labels and numbers of users, labels and numbers of items.</summary>
/// <param name="Users">Users × features.</param>
/// <param name="Items">Items × features; an item without events has no feature of its own, of which nothing could be learned.</param>
/// <param name="Touched">The items with events, ascending.</param>
sealed record FactorizationFeatures(CsrMatrix Users, CsrMatrix Items, int[] Touched)
{
    internal static FactorizationFeatures Of(Dataset data, CsrMatrix known)
    {
        var (users, items) = (data.Users.Count, data.Items.Count);
        var has = new bool[items];
        foreach (var item in known.ColumnIndices) has[item] = true;
        int[] touched = [.. Enumerable.Range(0, items).Where(i => has[i])];
        var next = users + items;
        var ofUsers = Enumerable.Range(0, users).Select(u => (u, u, 1f)).Concat(Described(data.UserFeatures, data.Users, ref next)).ToList();
        var ofItems = touched.Select(i => (i, users + i, 1f)).Concat(Described(data.ItemFeatures, data.Items, ref next)).ToList();
        return new FactorizationFeatures(Rows(users, next, ofUsers), Rows(items, next, ofItems), touched);
    }

    static CsrMatrix Rows(int rows, int columns, List<(int Row, int Feature, float Value)> triples) =>
        CsrMatrix.FromTriples(rows, columns, [.. triples.Select(t => t.Row)], [.. triples.Select(t => t.Feature)], [.. triples.Select(t => t.Value)]);

    static List<(int, int, float)> Described(FeatureTable? table, Vocabulary ids, ref int next)
    {
        var triples = new List<(int, int, float)>();
        foreach (var column in table?.Columns ?? [])
            if (column.Kind == FeatureKind.Tokens) next = AddLabels(column, next, triples);
            else if (column.Kind == FeatureKind.Number) AddNumbers(column.Numbers(ids), next++, triples);
        return triples;
    }

    static int AddLabels(FeatureColumn column, int next, List<(int, int, float)> triples)
    {
        var features = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < column.Values.Count; row++)
        {
            var labels = column.Labels(row);
            foreach (var label in labels)
            {
                if (!features.TryGetValue(label, out var feature)) features.Add(label, feature = next++);
                triples.Add((row, feature, 1 / MathF.Sqrt(labels.Length)));
            }
        }
        return next;
    }

    static void AddNumbers(double[] values, int feature, List<(int, int, float)> triples)
    {
        var numbers = values.Select((value, row) => (Row: row, Value: value)).Where(n => !double.IsNaN(n.Value)).ToArray();
        if (numbers.Length == 0) return;
        var mean = numbers.Average(n => n.Value);
        var deviation = Math.Sqrt(numbers.Average(n => (n.Value - mean) * (n.Value - mean)));
        if (deviation > 0) triples.AddRange(numbers.Select(n => (n.Row, feature, (float)((n.Value - mean) / deviation))));
    }
}
