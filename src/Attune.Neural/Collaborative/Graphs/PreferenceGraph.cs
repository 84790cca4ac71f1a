using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// The graph of who has what, and the spreading of vectors over it. With A its adjacency of users and items and D the numbers of neighbours, Ã = D^(−1/2) A D^(−1/2); spreading gives the mean of
/// E, ÃE, Ã²E, … Ã^layers E. As Ã is symmetric, the same function carries gradients back. The same on any number of threads; one call at a time.
/// </summary>
/// <param name="byUser">Users × items.</param>
/// <param name="byItem">Its transpose.</param>
sealed class PreferenceGraph(CsrMatrix byUser, CsrMatrix byItem)
{
    const int Block = 64;

    readonly float[] _userScale = Scales(byUser), _itemScale = Scales(byItem);
    float[][] _room = [];

    internal int Users => byUser.Rows;

    internal int Items => byUser.Columns;

    /// <summary>1 ⁄ √(an item's users), 0 where there are none.</summary>
    internal ReadOnlySpan<float> ItemScale => _itemScale;

    /// <summary>Ã as a sparse tensor of users, then items, for operators.</summary>
    internal Tensor Adjacency(DType type, Device device)
    {
        using var scope = new Scope();
        var places = Tensor.Empty([2, 2L * byUser.Count], DType.Int64);
        var values = new double[2 * byUser.Count];
        var to = places.Span<long>();
        for (var (u, e) = (0, 0); u < Users; u++)
            foreach (var i in byUser.Row(u))
            {
                (to[e], to[values.Length + e]) = (u, Users + i);
                (to[byUser.Count + e], to[values.Length + byUser.Count + e]) = (Users + i, u);
                values[e] = values[byUser.Count + e] = 1 / Math.Sqrt((double)byUser.RowLength(u) * byItem.RowLength(i));
                e++;
            }
        return scope.Return(Tensor.Sparse(places, Tensor.Of<double>(values).To(type), Users + Items, Users + Items).To(device));
    }

    /// <summary>
    /// The mean of a matrix and of its first <paramref name="layers"/> products with Ã. By Horner's scheme, E + Ã(E + Ã(E + …)), so that no layer is kept; between the products rows are kept
    /// times their scale, so that a product is a sum of rows.
    /// </summary>
    /// <param name="users">Users × width.</param>
    /// <param name="items">Items × width.</param>
    /// <param name="layers">From 0.</param>
    /// <param name="toUsers">The result, users × width; not one of the first two.</param>
    /// <param name="toItems">The result, items × width.</param>
    /// <param name="threads">How many may work.</param>
    internal void Spread(Numbers users, Numbers items, int layers, Numbers toUsers, Numbers toItems, int threads)
    {
        var width = users.Span.Length / Math.Max(1, Users);
        if (layers == 0)
        {
            users.Span.CopyTo(toUsers.Span);
            items.Span.CopyTo(toItems.Span);
            return;
        }
        if (_room.Length == 0 || _room[0].Length != Users * width) _room = [new float[Users * width], new float[Items * width], new float[Users * width], new float[Items * width]];
        var (hereUsers, hereItems, nextUsers, nextItems) = (_room[0], _room[1], _room[2], _room[3]);
        ScaleRows(users, _userScale, hereUsers, width, threads);
        ScaleRows(items, _itemScale, hereItems, width, threads);
        for (var layer = 1; layer <= layers; layer++)
        {
            var share = layer == layers ? 1f / (layers + 1) : 0;
            Product(byUser, _userScale, hereItems, users, share > 0 ? toUsers : nextUsers, share, width, threads);
            Product(byItem, _itemScale, hereUsers, items, share > 0 ? toItems : nextItems, share, width, threads);
            (hereUsers, hereItems, nextUsers, nextItems) = (nextUsers, nextItems, hereUsers, hereItems);
        }
    }

    // Row r becomes start_r + scale_r · Σ rows of the source; times the share where it is the end, else times its scale for the product to come.
    static void Product(CsrMatrix graph, float[] scales, float[] source, Numbers start, Numbers result, float share, int width, int threads) =>
        ForRows(graph.Rows, (long)width * (graph.Count / Math.Max(1, graph.Rows) + 2), threads, r =>
        {
            var row = result.Span.Slice(r * width, width);
            row.Clear();
            AddRows(graph.Row(r), source, row);
            var begin = start.Span.Slice(r * width, width);
            var (inner, outer) = (scales[r], share > 0 ? share : scales[r]);
            for (var i = 0; i < row.Length; i++) row[i] = outer * (begin[i] + inner * row[i]);
        });

    static void ScaleRows(Numbers rows, float[] scales, float[] result, int width, int threads) => ForRows(scales.Length, width, threads, r =>
    {
        var (scale, from, to) = (scales[r], r * width, result);
        var row = rows.Span.Slice(from, width);
        for (var i = 0; i < width; i++) to[from + i] = scale * row[i];
    });

    /// <summary>sum ← sum + Σ rows of the table, sixty-four numbers at a time in registers.</summary>
    internal static void AddRows(ReadOnlySpan<int> rows, ReadOnlySpan<float> table, Span<float> sum)
    {
        var (width, at) = (sum.Length, 0);
        for (; at + Block <= width; at += Block) AddBlock(rows, table, width, at, MemoryMarshal.Cast<float, Vector256<float>>(sum.Slice(at, Block)));
        if (at == width) return;
        foreach (var r in rows) Vectors.Axpy(1, table.Slice(r * width + at, width - at), sum[at..]);
    }

    static void AddBlock(ReadOnlySpan<int> rows, ReadOnlySpan<float> table, int width, int at, Span<Vector256<float>> sum)
    {
        var (a, b, c, d, e, f, g, h) = (sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7]);
        foreach (var r in rows)
        {
            var row = MemoryMarshal.Cast<float, Vector256<float>>(table.Slice(r * width + at, Block));
            a += row[0];
            b += row[1];
            c += row[2];
            d += row[3];
            e += row[4];
            f += row[5];
            g += row[6];
            h += row[7];
        }
        (sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7]) = (a, b, c, d, e, f, g, h);
    }

    // Chunks of rows whose bounds depend on the sizes alone.
    static void ForRows(int rows, long work, int threads, Action<int> body)
    {
        var size = (int)Math.Clamp((1 << 16) / Math.Max(1, work), 1, Math.Max(1, rows));
        var chunks = (rows + size - 1) / size;
        void Chunk(int c)
        {
            for (var r = c * size; r < Math.Min(rows, (c + 1) * size); r++) body(r);
        }
        if (threads == 1 || chunks < 2)
            for (var c = 0; c < chunks; c++) Chunk(c);
        else Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads }, Chunk);
    }

    static float[] Scales(CsrMatrix graph) => [.. Enumerable.Range(0, graph.Rows).Select(r => graph.RowLength(r) > 0 ? (float)(1 / Math.Sqrt(graph.RowLength(r))) : 0)];
}
