using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// For each row of a sparse matrix the k rows that are most like it. Products of pairs are summed once for both rows (<see cref="PairProducts"/>), turned
/// into a <see cref="Likeness"/> a whole vector at a time, and offered only where they pass what either row has already. Time: half the sum of
/// the squared column lengths. Results do not depend on the number of threads.
/// </summary>
sealed class NearestRows
{
    readonly PairProducts _pairs;
    readonly TopLists _lists;
    readonly Likeness _likeness;
    readonly float[] _left, _right;

    NearestRows(PairProducts pairs, Likeness likeness, int most)
    {
        // Whole vectors, and one rank at least, so that no loop needs a tail.
        var padded = (pairs.Rows / Vector<float>.Count + 1) * Vector<float>.Count;
        (_pairs, _likeness, _lists) = (pairs, likeness, new TopLists(pairs.Rows, most, padded));
        _left = ByRank(likeness.Left, padded);
        _right = likeness.IsSymmetric ? _left : ByRank(likeness.Right, padded);
    }

    /// <summary>
    /// Rows × rows: row a holds the at most <paramref name="most"/> rows b ≠ a of largest positive likeness s(a, b), ties by ascending index.
    /// </summary>
    /// <param name="byColumn">The transposed matrix (columns × rows).</param>
    /// <param name="likeness">How products become likeness.</param>
    /// <param name="most">Neighbors of each row.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <param name="progress">Told now and then how many rows are done.</param>
    internal static CsrMatrix Of(CsrMatrix byColumn, Likeness likeness, int most, ParallelOptions parallel, Action<int>? progress = null)
    {
        var nearest = new NearestRows(new PairProducts(byColumn), likeness, most);
        var next = 0;
        Parallel.For(0, parallel.MaxDegreeOfParallelism, parallel, _ =>
        {
            var sums = new float[nearest._lists.Least.Length];
            for (int rank; (rank = Interlocked.Increment(ref next) - 1) < nearest._pairs.Rows;)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                nearest._pairs.AddTo(sums, rank);
                nearest.Offer(sums, rank);
                if (rank % 1024 == 1023) progress?.Invoke(rank + 1);
            }
        });
        return nearest.Collect(parallel);
    }

    float[] ByRank(float[] byRow, int padded)
    {
        var ranked = new float[padded];
        for (var r = 0; r < _pairs.Rows; r++) ranked[r] = byRow[_pairs.RowAt[r]];
        return ranked;
    }

    // Turns the products of one rank with all lower ones into offers, and leaves zeros.
    void Offer(float[] sums, int rank)
    {
        var products = MemoryMarshal.Cast<float, Vector<float>>(sums.AsSpan());
        var left = MemoryMarshal.Cast<float, Vector<float>>(_left);
        var right = MemoryMarshal.Cast<float, Vector<float>>(_right);
        var least = MemoryMarshal.Cast<float, Vector<float>>(_lists.Least);
        var (ownLeft, ownRight, shrink) = (new Vector<float>(_left[rank]), new Vector<float>(_right[rank]), new Vector<float>(_likeness.Shrink));
        for (var v = 0; v * Vector<float>.Count < rank; v++)
        {
            var product = products[v];
            if (product == Vector<float>.Zero) continue;
            products[v] = Vector<float>.Zero;
            var toOwn = product / (_likeness.IsUnion ? ownLeft + left[v] - product + shrink : ownLeft * right[v] + shrink);
            var toOther = _likeness.IsSymmetric ? toOwn : product / (left[v] * ownRight + shrink);
            var wanted = Vector.GreaterThanOrEqual(toOwn, new Vector<float>(_lists.Least[rank])) | Vector.GreaterThanOrEqual(toOther, least[v]);
            if (wanted != Vector<int>.Zero) Offer(rank, v * Vector<float>.Count, toOwn, toOther);
        }
    }

    void Offer(int rank, int first, Vector<float> toOwn, Vector<float> toOther)
    {
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            if (toOwn[lane] >= _lists.Least[rank]) _lists.Offer(rank, _pairs.RowAt[first + lane], toOwn[lane]);
            if (toOther[lane] >= _lists.Least[first + lane]) _lists.Offer(first + lane, _pairs.RowAt[rank], toOther[lane]);
        }
    }

    CsrMatrix Collect(ParallelOptions parallel)
    {
        var rows = new (int[] Partners, float[] Scores)[_pairs.Rows];
        Parallel.For(0, rows.Length, parallel, rank => rows[_pairs.RowAt[rank]] = _lists.List(rank));
        var offsets = new int[rows.Length + 1];
        for (var r = 0; r < rows.Length; r++) offsets[r + 1] = checked(offsets[r] + rows[r].Partners.Length);
        var (partners, scores) = (new int[offsets[^1]], new float[offsets[^1]]);
        for (var r = 0; r < rows.Length; r++)
        {
            rows[r].Partners.CopyTo(partners, offsets[r]);
            rows[r].Scores.CopyTo(scores, offsets[r]);
        }
        return new CsrMatrix(rows.Length, offsets, partners, scores);
    }
}
