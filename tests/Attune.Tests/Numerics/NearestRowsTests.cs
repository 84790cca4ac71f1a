using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class NearestRowsTests
{
    // Long and short rows, flat columns and others, more neighbors than there are, ties.
    [Theory]
    [InlineData(150, 60, 5, true)]
    [InlineData(150, 60, 5, false)]
    [InlineData(70, 200, 100, true)]
    [InlineData(1, 3, 2, false)]
    [InlineData(33, 1, 4, true)]
    public void Of_RandomMatrix_EqualsBruteForce(int rows, int columns, int most, bool flat)
    {
        var stream = new Seed(7).Stream();
        var dense = new float[rows, columns];
        List<int> row = [], column = [];
        List<float> value = [];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
                if (stream.NextInt(2 + r % 17) == 0)
                {
                    dense[r, c] = flat ? 1 + c % 3 : 1 + stream.NextInt(4);
                    row.Add(r);
                    column.Add(c);
                    value.Add(dense[r, c]);
                }
        var matrix = CsrMatrix.FromTriples(rows, columns, [.. row], [.. column], [.. value]);
        float[] left = [.. Enumerable.Range(0, rows).Select(r => 1f + r % 5)], right = [.. Enumerable.Range(0, rows).Select(r => 1f + r % 3)];
        Likeness[] forms = [new(left, left), new(left, right, 2), new([.. left.Select(_ => 1000f)], left, 1, true)];
        foreach (var form in forms)
            foreach (var threads in new[] { 1, 3 })
            {
                var nearest = NearestRows.Of(matrix.Transpose(), form, most, new ParallelOptions { MaxDegreeOfParallelism = threads });
                for (var a = 0; a < rows; a++)
                {
                    var expected = Enumerable.Range(0, rows).Where(b => b != a).Select(b => (Row: b, Score: Score(dense, a, b, form))).Where(b => b.Score > 0)
                        .OrderByDescending(b => b.Score).ThenBy(b => b.Row).Take(most).OrderBy(b => b.Row).ToArray();
                    Assert.Equal(expected.Select(b => b.Row), nearest.Row(a).ToArray());
                    Assert.Equal(expected.Select(b => b.Score), nearest.RowValues(a).ToArray());
                }
            }
    }

    // Small whole numbers: every order of summation gives the same products.
    static float Score(float[,] dense, int a, int b, Likeness form)
    {
        var product = Enumerable.Range(0, dense.GetLength(1)).Sum(c => dense[a, c] * dense[b, c]);
        return form.Of(product, form.Left[a], form.IsUnion ? form.Left[b] : form.Right[b]);
    }
}
