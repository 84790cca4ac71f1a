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
    // A block with fewer products than one for this many places is walked along its products, not along its places.
    const int Thin = 32;

    readonly PairProducts _pairs;
    readonly TopLists _lists;
    readonly Likeness _likeness;
    readonly float[] _left, _right;
    readonly int _most;

    NearestRows(CsrMatrix rows, Likeness likeness, int most)
    {
        _pairs = new PairProducts(rows);
        // Whole blocks, which are whole vectors, so that no loop needs a tail.
        var padded = (rows.Rows / _pairs.BlockLength + 1) * _pairs.BlockLength;
        (_likeness, _most, _lists) = (likeness, most, new TopLists(rows.Rows, most, padded));
        _left = ByRank(likeness.Left, padded);
        _right = likeness.IsSymmetric ? _left : ByRank(likeness.Right, padded);
    }

    /// <summary>
    /// Rows × rows: row a holds the at most <paramref name="most"/> rows b ≠ a of largest positive likeness s(a, b), ties by ascending index.
    /// </summary>
    /// <param name="rows">The rows to compare.</param>
    /// <param name="likeness">How products become likeness.</param>
    /// <param name="most">Neighbors of each row.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <param name="progress">Told now and then how many rows are done.</param>
    internal static CsrMatrix Of(CsrMatrix rows, Likeness likeness, int most, ParallelOptions parallel, Action<int>? progress = null)
    {
        var nearest = new NearestRows(rows, likeness, most);
        var next = 0;
        Parallel.For(0, parallel.MaxDegreeOfParallelism, parallel, _ =>
        {
            var worker = new Worker(nearest);
            for (int rank; (rank = Interlocked.Increment(ref next) - 1) < rows.Rows;)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                worker.Compare(rank);
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

    CsrMatrix Collect(ParallelOptions parallel)
    {
        var rows = new (int[] Partners, float[] Scores)[_pairs.Rows];
        Parallel.For(0, rows.Length, parallel, rank => rows[_pairs.RowAt[rank]] = _lists.List(rank));
        return CsrMatrix.FromRows(rows.Length, rows);
    }

    /// <summary>One thread's room: the sums of a block, and what the row at hand has found so far.</summary>
    sealed class Worker(NearestRows nearest)
    {
        readonly PairProducts _pairs = nearest._pairs;
        readonly TopLists _lists = nearest._lists;
        readonly Likeness _likeness = nearest._likeness;
        readonly float[] _sums = new float[nearest._pairs.BlockLength], _left = nearest._left, _right = nearest._right;
        readonly ulong[] _own = new ulong[Math.Min(2L * nearest._most, nearest._pairs.Rows + 1)];
        int _rank, _count;
        float _ownLeast;

        /// <summary>Compares the row of a rank with all rows of lower ranks.</summary>
        internal void Compare(int rank)
        {
            (_rank, _count, _ownLeast) = (rank, 0, _lists.Least[rank]);
            for (var block = 0; block * _pairs.BlockLength < rank; block++)
            {
                var products = _pairs.AddTo(_sums, rank, block);
                if (products == 0) continue;
                if (products < _pairs.BlockLength / Thin) AlongProducts(block);
                else AlongPlaces(block);
            }
            _lists.Offer(rank, _own.AsSpan(0, _count));
        }

        // Turns the sums of a block into offers, and leaves zeros.
        void AlongPlaces(int block)
        {
            var first = block * _pairs.BlockLength;
            var places = Math.Min(_pairs.BlockLength, _rank - first);
            var sums = MemoryMarshal.Cast<float, Vector<float>>(_sums.AsSpan());
            var left = MemoryMarshal.Cast<float, Vector<float>>(_left.AsSpan(first));
            var right = MemoryMarshal.Cast<float, Vector<float>>(_right.AsSpan(first));
            var least = MemoryMarshal.Cast<float, Vector<float>>(_lists.Least.AsSpan(first));
            var (ownLeft, ownRight, shrink) = (new Vector<float>(_left[_rank]), new Vector<float>(_right[_rank]), new Vector<float>(_likeness.Shrink));
            for (var v = 0; v * Vector<float>.Count < places; v++)
            {
                var product = sums[v];
                if (product == Vector<float>.Zero) continue;
                sums[v] = Vector<float>.Zero;
                var toOwn = product / (_likeness.IsUnion ? ownLeft + left[v] - product + shrink : ownLeft * right[v] + shrink);
                var toOther = _likeness.IsSymmetric ? toOwn : product / (left[v] * ownRight + shrink);
                var wanted = Vector.GreaterThanOrEqual(toOwn, new Vector<float>(_ownLeast)) | Vector.GreaterThanOrEqual(toOther, least[v]);
                if (wanted == Vector<int>.Zero) continue;
                for (var lane = 0; lane < Vector<float>.Count; lane++) Offer(first + v * Vector<float>.Count + lane, toOwn[lane], toOther[lane]);
            }
        }

        void AlongProducts(int block)
        {
            var first = block * _pairs.BlockLength;
            var entries = _pairs.Entries(_rank);
            for (var e = entries.Start.Value; e < entries.End.Value; e++)
                foreach (var place in _pairs.Partners(e, _rank, block))
                {
                    var product = _sums[place];
                    if (product == 0) continue;
                    _sums[place] = 0;
                    var toOwn = _likeness.Of(product, _left[_rank], _likeness.IsUnion ? _left[first + place] : _right[first + place]);
                    Offer(first + place, toOwn, _likeness.IsSymmetric ? toOwn : _likeness.Of(product, _left[first + place], _right[_rank]));
                }
        }

        void Offer(int other, float toOwn, float toOther)
        {
            if (toOwn >= _ownLeast)
            {
                if (_count == _own.Length) _ownLeast = Math.Max(_ownLeast, TopLists.Select(_own, _count = nearest._most));
                _own[_count++] = TopLists.Key(_pairs.RowAt[other], toOwn);
            }
            if (toOther >= _lists.Least[other]) _lists.Offer(other, TopLists.Key(_pairs.RowAt[_rank], toOther));
        }
    }
}
