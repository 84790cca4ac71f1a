namespace Attune.Numerics;

/// <summary>Logistic regression with few columns, by Newton's method (iteratively reweighted least squares).</summary>
static class LogisticRegression
{
    const int Rounds = 50;

    /// <summary>
    /// The z that minimises Σ ln(1 + exp(−t·x·z)) + penalty/2 · |z|², t = ±1 for targets 1 and 0. X has one row of <paramref name="width"/> numbers for
    /// each target. Steps that do not lower the loss are halved.
    /// </summary>
    internal static float[] Solve(ReadOnlySpan<float> rows, ReadOnlySpan<float> targets, int width, float penalty)
    {
        var (best, gradient, curvature) = (new float[width], new double[width], new double[width * width]);
        var loss = Derive(rows, targets, best, penalty, gradient, curvature);
        for (var round = 0; round < Rounds; round++)
        {
            var step = Array.ConvertAll(gradient, g => (float)g);
            var matrix = Array.ConvertAll(curvature, c => (float)c);
            Cholesky.Factor(matrix, width);
            Cholesky.Solve(matrix, width, step);
            var (next, lower) = (best, loss);
            for (var share = 1f; share > 1e-3f && !(lower < loss); share /= 2)
            {
                next = [.. best];
                Vectors.Axpy(-share, step, next);
                lower = Derive(rows, targets, next, penalty, gradient, curvature);
            }
            if (!(lower < loss)) return best;
            var done = loss - lower < 1e-9 * loss;
            (best, loss) = (next, lower);
            if (done) break;
        }
        return best;
    }

    // The loss, its gradient and its second derivatives (lower triangle) at z.
    static double Derive(ReadOnlySpan<float> rows, ReadOnlySpan<float> targets, float[] z, float penalty, double[] gradient, double[] curvature)
    {
        var (width, loss) = (z.Length, 0.0);
        Array.Clear(curvature);
        for (var k = 0; k < width; k++)
        {
            gradient[k] = penalty * z[k];
            curvature[k * width + k] = penalty;
            loss += 0.5 * penalty * z[k] * z[k];
        }
        for (var r = 0; r < targets.Length; r++)
        {
            var x = rows.Slice(r * width, width);
            double odds = Vectors.Dot(x, z);
            var p = 1 / (1 + Math.Exp(-odds));
            loss += Math.Max(odds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(odds))) - targets[r] * odds;
            for (var k = 0; k < width; k++)
            {
                gradient[k] += (p - targets[r]) * x[k];
                var bend = p * (1 - p) * x[k];
                for (var l = 0; l <= k; l++) curvature[k * width + l] += bend * x[l];
            }
        }
        return loss;
    }
}
