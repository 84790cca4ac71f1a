using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// The half-steps of <see cref="Als"/>: every row solved alone against the fixed other side, so that threads change nothing. Confidences are those of the
/// observed pairs, users × items and items × users.
/// </summary>
sealed class AlsSolver(Als options, CsrMatrix byUser, CsrMatrix byItem, FitContext context)
{
    // Chunks cost about as much each: a few rows of the power law's head weigh as much as thousands of its tail.
    const int ChunkCost = 16_384, BlockRows = 64;

    readonly int _f = options.Factors;
    readonly Side _users = new(options, byUser), _items = new(options, byItem);

    internal void SolveUsers(float[] users, float[] items) => Solve(_users, users, items);

    internal void SolveItems(float[] users, float[] items) => Solve(_items, items, users);

    /// <summary>The mean of the minimised function: the sum divided by the sum of all confidences.</summary>
    internal double Loss(float[] users, float[] items)
    {
        var common = Gram.Of(users, _f, context.Parallel);
        var loss = new double[byItem.Rows];
        context.For(byItem.Rows, i =>
        {
            Span<float> product = stackalloc float[_f];
            ReadOnlySpan<float> y = items.AsSpan(i * _f, _f);
            Symmetric.NegativeProduct(common, y, 0, product);
            loss[i] = -Vectors.Dot(y, product);
            for (var e = 0; e < byItem.RowLength(i); e++)
            {
                double c = byItem.RowValues(i)[e], s = Vectors.Dot(y, users.AsSpan(byItem.Row(i)[e] * _f, _f));
                loss[i] += (c - 1) * s * s - 2 * c * s + c;
            }
        });
        var confidence = (double)byItem.Rows * byItem.Columns - byItem.Count;
        foreach (var c in byItem.Values) confidence += c;
        return (loss.Sum() + _users.Norms(users, _f) + _items.Norms(items, _f)) / confidence;
    }

    void Solve(Side side, float[] rows, float[] others)
    {
        var common = Gram.Of(others, _f, context.Parallel);
        var (confidences, chunks) = (side.Confidences, side.Chunks(ChunkCost, _f));
        context.For(chunks.Length - 1, chunk =>
        {
            var scratch = options.Solver is AlsMethod.ConjugateGradient ? new float[3 * _f] : [];
            for (var r = chunks[chunk]; r < chunks[chunk + 1]; r++)
            {
                var x = rows.AsSpan(r * _f, _f);
                if (confidences.RowLength(r) == 0) x.Clear();
                else if (options.Solver is AlsMethod.ConjugateGradient) Descend(common, side.Penalties[r], confidences.Row(r), confidences.RowValues(r), others, x, scratch);
                else SolveBlocks(common, side.Penalties[r], confidences.Row(r), confidences.RowValues(r), others, x);
            }
        });
    }

    // Conjugate gradients for (YᵀCY + λI)·x = YᵀC·p from where x stands. The products come with a minus sign, as the pass over the rows gives them.
    void Descend(float[] common, float penalty, ReadOnlySpan<int> items, ReadOnlySpan<float> confidences, float[] others, Span<float> x, float[] scratch)
    {
        Span<float> residual = scratch.AsSpan(0, _f), direction = scratch.AsSpan(_f, _f), product = scratch.AsSpan(2 * _f, _f);
        Symmetric.NegativeProduct(common, x, penalty, residual);
        RowPass.Add(items, confidences, 1, others, x, residual);
        residual.CopyTo(direction);
        var before = Vectors.Dot(residual, residual);
        for (var step = 0; step < options.GradientSteps && before >= 1e-20f; step++)
        {
            Symmetric.NegativeProduct(common, direction, penalty, product);
            RowPass.Add(items, confidences, 0, others, direction, product);
            var after = Symmetric.Advance(-before / Vectors.Dot(direction, product), direction, product, x, residual);
            Symmetric.Turn(after / before, residual, direction);
            before = after;
        }
    }

    // One Newton step for each block of factors: exact, as the function is a square. With all factors in one block it is the whole solution.
    void SolveBlocks(float[] common, float penalty, ReadOnlySpan<int> items, ReadOnlySpan<float> confidences, float[] others, Span<float> x)
    {
        var block = options.Solver is AlsMethod.Cholesky ? _f : Math.Min(_f, options.BlockSize);
        var (predictions, matrix, product, rows) = (Rent(items.Length), Rent(block * block), Rent(_f), Rent(2 * BlockRows * block));
        for (var e = 0; e < items.Length; e++) predictions[e] = Vectors.Dot(others.AsSpan(items[e] * _f, _f), x);
        for (var start = 0; start < _f; start += block)
        {
            var width = Math.Min(block, _f - start);
            for (var i = 0; i < width; i++) common.AsSpan((start + i) * _f + start, i + 1).CopyTo(matrix.AsSpan(i * width));
            for (var i = 0; i < width; i++) matrix[i * width + i] += penalty;
            Symmetric.NegativeProduct(common, x, penalty, product.AsSpan(0, _f));
            var delta = product.AsSpan(start, width);
            AddObserved(items, confidences, predictions, others, start, rows, matrix, delta);
            Factor(matrix, width);
            Cholesky.Solve(matrix, width, delta);
            Vectors.Axpy(1, delta, x.Slice(start, width));
            if (start + width == _f) break;
            for (var e = 0; e < items.Length; e++) predictions[e] += Vectors.Dot(others.AsSpan(items[e] * _f + start, width), delta);
        }
        Array.ForEach([predictions, matrix, product, rows], a => ArrayPool<float>.Shared.Return(a));

        static float[] Rent(int length) => ArrayPool<float>.Shared.Rent(length);
    }

    void Factor(float[] matrix, int width)
    {
        try
        {
            Cholesky.Factor(matrix, width);
        }
        catch (ArithmeticException e)
        {
            throw OptionsException.TooLittle(options, options.Regularization, e);
        }
    }

    // What the observed pairs add to the equations of one block: matrix + Σ (c − 1)·y·yᵀ, target + Σ (c − (c − 1)·s)·y.
    void AddObserved(ReadOnlySpan<int> items, ReadOnlySpan<float> confidences, float[] predictions, float[] others, int start, float[] rows, float[] matrix, Span<float> target)
    {
        var width = target.Length;
        for (var from = 0; from < items.Length; from += BlockRows)
        {
            var count = Math.Min(BlockRows, items.Length - from);
            Span<float> plain = rows.AsSpan(0, count * width), weighed = rows.AsSpan(count * width, count * width);
            weighed.Clear();
            for (var e = 0; e < count; e++)
            {
                var y = others.AsSpan(items[from + e] * _f + start, width);
                var (c, s) = (confidences[from + e], predictions[from + e]);
                y.CopyTo(plain[(e * width)..]);
                Vectors.Axpy(c - 1, y, weighed[(e * width)..]);
                Vectors.Axpy(c - (c - 1) * s, y, target);
            }
            Gram.AddLower(weighed, plain, width, matrix);
        }
    }

    /// <summary>What is known of one side: its confidences and the λ of each of its rows.</summary>
    sealed class Side(Als options, CsrMatrix confidences)
    {
        internal CsrMatrix Confidences => confidences;

        internal float[] Penalties { get; } = options.Penalties(confidences);

        internal double Norms(float[] vectors, int width)
        {
            var sum = 0.0;
            for (var r = 0; r < confidences.Rows; r++) sum += Penalties[r] * Vectors.Dot(vectors.AsSpan(r * width, width), vectors.AsSpan(r * width, width));
            return sum;
        }

        // The products with what all pairs have in common cost about as much as a quarter of the factors in entries.
        internal int[] Chunks(int cost, int width)
        {
            var (starts, sum) = (new List<int> { 0 }, 0L);
            for (var r = 0; r < confidences.Rows; r++)
            {
                sum += confidences.RowLength(r) + width / 4;
                if (sum < cost && r + 1 < confidences.Rows) continue;
                starts.Add(r + 1);
                sum = 0;
            }
            return [.. starts];
        }
    }
}
