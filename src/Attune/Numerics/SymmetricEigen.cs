namespace Attune.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of small symmetric matrices by Jacobi's cyclic rotations (Golub and Van Loan, Matrix Computations, 8.5), in
/// 64-bit numbers, one thread. Time about 10 · n³ multiplications: meant for some hundred rows.
/// </summary>
static class SymmetricEigen
{
    const int MostSweeps = 60;

    /// <summary>
    /// The decomposition A = V·diag(λ)·Vᵀ of <paramref name="a"/> (n × n, both triangles; destroyed): eigenvalues from the largest down, and the vectors as
    /// rows in the same order. Ends with <see cref="OperationCanceledException"/> within a sweep of being asked to.
    /// </summary>
    internal static (double[] Values, double[] Vectors) Of(double[] a, int n, CancellationToken cancellation = default)
    {
        var vectors = new double[n * n];
        for (var i = 0; i < n; i++) vectors[i * n + i] = 1;
        var total = a.Sum(v => v * v);
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(a, n) > 1e-30 * total; sweep++)
            for (var p = 0; p < n; p++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var q = p + 1; q < n; q++) Rotate(a, vectors, n, p, q);
            }
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i * n + i])];
        return (Array.ConvertAll(order, i => a[i * n + i]), [.. order.SelectMany(i => vectors.AsSpan(i * n, n).ToArray())]);
    }

    static double OffDiagonal(double[] a, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) sum += a[i * n + j] * a[i * n + j];
        return sum;
    }

    // The rotation of rows and columns p and q that brings a(p, q) to zero.
    static void Rotate(double[] a, double[] vectors, int n, int p, int q)
    {
        var apart = a[p * n + q];
        if (apart == 0) return;
        var theta = (a[q * n + q] - a[p * n + p]) / (2 * apart);
        var t = double.IsInfinity(theta * theta) ? 1 / (2 * theta) : (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < n; k++) (a[k * n + p], a[k * n + q]) = (c * a[k * n + p] - s * a[k * n + q], s * a[k * n + p] + c * a[k * n + q]);
        Turn(a.AsSpan(p * n, n), a.AsSpan(q * n, n), c, s);
        Turn(vectors.AsSpan(p * n, n), vectors.AsSpan(q * n, n), c, s);
    }

    static void Turn(Span<double> x, Span<double> y, double c, double s)
    {
        for (var k = 0; k < x.Length; k++) (x[k], y[k]) = (c * x[k] - s * y[k], s * x[k] + c * y[k]);
    }
}
