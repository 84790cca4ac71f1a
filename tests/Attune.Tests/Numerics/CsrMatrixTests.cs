using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class CsrMatrixTests
{
    static IEnumerable<(int, int, float)> Entries(CsrMatrix m) =>
        from r in Enumerable.Range(0, m.Rows) from e in Enumerable.Range(m.Offsets[r], m.RowLength(r)) select (r, m.ColumnIndices[e], m.Values[e]);

    [Fact]
    public void FromTriples_AnyOrder_SumsPlacesAndSortsColumns()
    {
        var matrix = CsrMatrix.FromTriples(3, 4, [2, 0, 2, 0, 2], [3, 1, 0, 1, 3], [1, 2, 3, 4, 5]);
        Assert.Equal([(0, 1, 6f), (2, 0, 3f), (2, 3, 6f)], Entries(matrix));
        Assert.Equal((3, 4, 3), (matrix.Rows, matrix.Columns, matrix.Count));
    }

    [Fact]
    public void FromTriples_EntriesThatAreRefused_AreLeftOutAfterSumming() =>
        Assert.Equal([(0, 1, 1f)], Entries(CsrMatrix.FromTriples(1, 2, [0, 0, 0], [0, 1, 0], [1, 1, -1], v => v > 0)));

    [Fact]
    public void Transpose_Twice_IsTheMatrix()
    {
        var stream = ((Seed)9).Stream();
        var (row, column, value) = (new int[400], new int[400], new float[400]);
        for (var e = 0; e < row.Length; e++) (row[e], column[e], value[e]) = (stream.NextInt(30), stream.NextInt(50), stream.NextInt(5));
        var matrix = CsrMatrix.FromTriples(30, 50, row, column, value);
        Assert.Equal(Entries(matrix).Select(e => (e.Item2, e.Item1, e.Item3)).Order(), Entries(matrix.Transpose()));
        Assert.Equal(Entries(matrix), Entries(matrix.Transpose().Transpose()));
    }

    [Fact]
    public void New_ArraysThatDoNotFit_SaysHow() =>
        Assert.Contains("2 offsets ending at 3, 2 column indices, 2 values", Assert.Throws<ArgumentException>(() => new CsrMatrix(5, [0, 3], [1, 2], [1, 1])).Message, StringComparison.Ordinal);
}
