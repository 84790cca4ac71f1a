using Attune.Numerics;

namespace Attune;

/// <summary>
/// What a regression needs to know of the ratings of a fold, without the ratings: sums of products of x = (r(1), …, r(M), 1, t), where t is the rating less the members' plain mean; the sums of several
/// folds add up.
/// </summary>
sealed class FoldSums
{
    readonly double[,] _products;
    readonly double[] _squaredErrors;

    FoldSums(double[,] products, double[] squaredErrors) => (_products, _squaredErrors) = (products, squaredErrors);

    int Members => _squaredErrors.Length;

    double Count => _products[Members, Members];

    /// <param name="errors">Prediction less rating, of each member.</param>
    /// <param name="ratings">The ratings.</param>
    internal static FoldSums Of(float[][] errors, float[] ratings)
    {
        var (m, squares, x) = (errors.Length, new double[errors.Length], new double[errors.Length + 2]);
        var products = new double[m + 2, m + 2];
        for (var e = 0; e < ratings.Length; e++)
        {
            x[m] = 1;
            x[m + 1] = 0;
            for (var k = 0; k < m; k++)
            {
                x[k] = (double)errors[k][e] + ratings[e];
                x[m + 1] -= errors[k][e] / (double)m;
                squares[k] += (double)errors[k][e] * errors[k][e];
            }
            for (var i = 0; i < x.Length; i++)
                for (var j = 0; j < x.Length; j++) products[i, j] += x[i] * x[j];
        }
        return new FoldSums(products, squares);
    }

    internal static FoldSums Of(IEnumerable<FoldSums> folds) => folds.Aggregate((a, b) => a.Plus(b, 1));

    internal FoldSums Without(FoldSums fold) => Plus(fold, -1);

    /// <summary>The error of one member alone.</summary>
    internal double Rmse(int member) => Math.Sqrt(_squaredErrors[member] / Count);

    /// <summary>Slopes and constant of the ridge regression of t on the members; the constant is not pulled.</summary>
    internal (double[] Slopes, double Constant) Solve(double strength)
    {
        var m = Members;
        var (normal, right) = (new double[m, m], new double[m]);
        for (var i = 0; i < m; i++)
        {
            right[i] = Centred(i, m + 1);
            for (var j = 0; j < m; j++) normal[i, j] = Centred(i, j) + (i == j ? strength : 0);
        }
        var slopes = Ridge.SolveNormal(normal, right);
        var constant = _products[m + 1, m];
        for (var i = 0; i < m; i++) constant -= slopes[i] * _products[i, m];
        return (slopes, constant / Count);
    }

    /// <summary>Σ (t − c − Σ a(m) r(m))² over these ratings.</summary>
    internal double SquaredError((double[] Slopes, double Constant) line)
    {
        double[] x = [.. line.Slopes.Select(a => -a), -line.Constant, 1];
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < x.Length; j++) sum += x[i] * x[j] * _products[i, j];
        return sum;
    }

    double Centred(int i, int j) => _products[i, j] - _products[i, Members] * _products[j, Members] / Count;

    FoldSums Plus(FoldSums other, double times)
    {
        var products = new double[Members + 2, Members + 2];
        for (var i = 0; i < Members + 2; i++)
            for (var j = 0; j < Members + 2; j++) products[i, j] = _products[i, j] + times * other._products[i, j];
        return new FoldSums(products, [.. _squaredErrors.Zip(other._squaredErrors, (a, b) => a + times * b)]);
    }
}
