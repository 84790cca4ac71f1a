using Attune.Numerics;

namespace Attune;

/// <summary>The half-steps of <see cref="Als"/>: every row solved alone against the fixed other side, so that threads change nothing.</summary>
sealed class AlsSolver(Als options, FitContext context)
{
    const int ChunkRows = 1024, MostChunks = 64;

    readonly int _f = options.Factors;

    /// <summary>Moves every row of <paramref name="rows"/> towards its least-squares solution, given <paramref name="others"/>.</summary>
    internal void Solve(CsrMatrix preferences, float[] rows, float[] others)
    {
        var common = Normal(others, _f, options.Regularization, context.Parallel);
        Parallel.For(0, preferences.Rows, context.Parallel, r =>
        {
            var x = rows.AsSpan(r * _f, _f);
            if (preferences.RowLength(r) == 0) x.Clear();
            else Descend(common, preferences.Row(r), preferences.RowValues(r), others, x);
        });
    }

    /// <summary>The mean of the minimised function: the sum divided by the sum of all confidences.</summary>
    internal double Loss(CsrMatrix preferences, float[] rows, float[] others)
    {
        var common = Normal(others, _f, 0, context.Parallel);
        var (loss, confidence) = (new double[preferences.Rows], new double[preferences.Rows]);
        Parallel.For(0, preferences.Rows, context.Parallel, r =>
        {
            Span<float> product = stackalloc float[_f];
            ReadOnlySpan<float> x = rows.AsSpan(r * _f, _f);
            Multiply(common, x, product);
            loss[r] = Vectors.Dot(x, product) + options.Regularization * Vectors.Dot(x, x);
            for (var e = 0; e < preferences.RowLength(r); e++)
            {
                var c = options.Alpha * preferences.RowValues(r)[e];
                var s = Vectors.Dot(x, others.AsSpan(preferences.Row(r)[e] * _f, _f));
                loss[r] += (c - 1) * s * s - 2 * c * s + c;
                confidence[r] += c;
            }
        });
        var norms = 0.0;
        for (var o = 0; o < others.Length; o += _f) norms += Vectors.Dot(others.AsSpan(o, _f), others.AsSpan(o, _f));
        var cells = (double)preferences.Rows * preferences.Columns - preferences.Count;
        return (loss.Sum() + options.Regularization * norms) / (confidence.Sum() + cells);
    }

    /// <summary>YᵀY + <paramref name="diagonal"/>·I, summed over chunks, which depend on the number of rows alone, in a fixed order.</summary>
    internal static float[] Normal(float[] factors, int f, double diagonal, ParallelOptions? parallel)
    {
        var rows = factors.Length / f;
        var size = Math.Max(ChunkRows, (rows + MostChunks - 1) / MostChunks);
        var chunks = new float[Math.Max(1, (rows + size - 1) / size)][];
        Parallel.For(0, chunks.Length, parallel ?? new ParallelOptions { MaxDegreeOfParallelism = 1 }, c =>
        {
            var sum = chunks[c] = new float[f * f];
            for (var r = c * size; r < Math.Min(rows, (c + 1) * size); r++)
            {
                var y = factors.AsSpan(r * f, f);
                for (var i = 0; i < f; i++) Vectors.Axpy(y[i], y, sum.AsSpan(i * f, f));
            }
        });
        var total = chunks[0];
        for (var c = 1; c < chunks.Length; c++) Vectors.Axpy(1, chunks[c], total);
        for (var i = 0; i < f; i++) total[i * f + i] += (float)diagonal;
        return total;
    }

    // Conjugate gradients for (YᵀCY + λI)·x = YᵀC·p from where x stands.
    void Descend(float[] common, ReadOnlySpan<int> items, ReadOnlySpan<float> weights, float[] others, Span<float> x)
    {
        Span<float> residual = stackalloc float[_f], direction = stackalloc float[_f], product = stackalloc float[_f];
        Multiply(common, x, product);
        for (var k = 0; k < _f; k++) residual[k] = -product[k];
        for (var e = 0; e < items.Length; e++)
        {
            var y = others.AsSpan(items[e] * _f, _f);
            var c = (float)options.Alpha * weights[e];
            Vectors.Axpy(c - (c - 1) * Vectors.Dot(y, x), y, residual);
        }
        residual.CopyTo(direction);
        var before = Vectors.Dot(residual, residual);
        for (var step = 0; step < options.GradientSteps && before >= 1e-20f; step++)
        {
            Multiply(common, direction, product);
            for (var e = 0; e < items.Length; e++)
            {
                var y = others.AsSpan(items[e] * _f, _f);
                Vectors.Axpy(((float)options.Alpha * weights[e] - 1) * Vectors.Dot(y, direction), y, product);
            }
            var length = before / Vectors.Dot(direction, product);
            Vectors.Axpy(length, direction, x);
            Vectors.Axpy(-length, product, residual);
            var after = Vectors.Dot(residual, residual);
            Vectors.Scale(after / before, direction);
            Vectors.Axpy(1, residual, direction);
            before = after;
        }
    }

    // product ← A·x for a symmetric A.
    static void Multiply(float[] a, ReadOnlySpan<float> x, Span<float> product)
    {
        for (var i = 0; i < x.Length; i++) product[i] = Vectors.Dot(a.AsSpan(i * x.Length, x.Length), x);
    }
}
