namespace Attune.Numerics;

/// <summary>Ridge regression with few rows or few columns, without forming the normal matrix.</summary>
static class Ridge
{
    /// <summary>
    /// The z that minimises |X z − targets|² + penalty · |z|², by conjugate gradients on (XᵀX + penalty·I) z = Xᵀ targets (Hestenes and Stiefel
    /// 1952), until the residual has shrunk a millionfold. X has one row of <paramref name="width"/> numbers for each target.
    /// </summary>
    internal static float[] Solve(ReadOnlySpan<float> rows, ReadOnlySpan<float> targets, int width, float penalty)
    {
        var (solution, residual, product) = (new float[width], new float[width], new float[width]);
        for (var r = 0; r < targets.Length; r++) Vectors.Axpy(targets[r], rows.Slice(r * width, width), residual);
        var direction = residual.AsSpan().ToArray();
        var first = Vectors.Dot(residual, residual);
        var now = first;
        for (var round = 0; round < 4 * width && now > 1e-12f * first; round++)
        {
            Multiply(rows, width, penalty, direction, product);
            var curvature = Vectors.Dot(direction, product);
            if (!(curvature > 0)) break; // Without a penalty the matrix can be singular: what is left of the residual is rounding.
            var step = now / curvature;
            Vectors.Axpy(step, direction, solution);
            Vectors.Axpy(-step, product, residual);
            var next = Vectors.Dot(residual, residual);
            Vectors.Scale(next / now, direction);
            Vectors.Axpy(1, residual, direction);
            now = next;
        }
        return solution;
    }

    /// <summary>
    /// The z with normal · z = right, by Cholesky's factorisation in double precision: for a regression of a few variables whose sums of products, penalty included, are known. The matrix must be
    /// positive definite, as it is with a penalty above 0.
    /// </summary>
    internal static double[] SolveNormal(double[,] normal, double[] right)
    {
        var n = right.Length;
        var (lower, solution) = (new double[n, n], (double[])right.Clone());
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = normal[i, j];
                for (var k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, double.Epsilon)) : sum / lower[j, j];
            }
            for (var k = 0; k < i; k++) solution[i] -= lower[i, k] * solution[k];
            solution[i] /= lower[i, i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) solution[i] -= lower[k, i] * solution[k];
            solution[i] /= lower[i, i];
        }
        return solution;
    }

    static void Multiply(ReadOnlySpan<float> rows, int width, float penalty, ReadOnlySpan<float> x, Span<float> product)
    {
        x.CopyTo(product);
        Vectors.Scale(penalty, product);
        for (var at = 0; at < rows.Length; at += width)
        {
            var row = rows.Slice(at, width);
            Vectors.Axpy(Vectors.Dot(row, x), row, product);
        }
    }
}
