namespace Attune;

/// <summary>
/// The weights of 0 or more with sum 1 that make wᵀEw least, E the products of errors of held-out ratings: non-negative least squares on the simplex. Weight is moved from one member to another, always
/// between the two where that helps most and as far as it helps, until no move does (sequential minimal optimisation; the problem is convex, so that is the least there is).
/// </summary>
static class SimplexWeights
{
    const int MostMoves = 100_000;

    internal static double[] Solve(double[,] products)
    {
        var n = products.GetLength(0);
        double[] weights = [.. Enumerable.Repeat(1.0 / n, n)];
        for (var move = 0; move < MostMoves; move++)
        {
            double[] slopes = [.. Enumerable.Range(0, n).Select(m => Enumerable.Range(0, n).Sum(o => products[m, o] * weights[o]))];
            var to = Enumerable.Range(0, n).MinBy(m => slopes[m]);
            var from = Enumerable.Range(0, n).Where(m => weights[m] > 0).MaxBy(m => slopes[m]);
            var gain = slopes[from] - slopes[to];
            if (gain <= 1e-12 * Math.Abs(slopes[from])) break;
            var curvature = products[to, to] + products[from, from] - 2 * products[to, from];
            var step = curvature > 0 ? Math.Min(weights[from], gain / curvature) : weights[from];
            (weights[to], weights[from]) = (weights[to] + step, step == weights[from] ? 0 : weights[from] - step);
        }
        return weights;
    }
}
