using Attune.Numerics;

namespace Attune.Tests;

/// <summary>The half-steps of ALS against dense equations in double precision, solved by elimination.</summary>
[Trait("lane", "vector")]
public sealed class AlsSolverTests
{
    const int Users = 12, Items = 9;

    public static TheoryData<Als> Exact =>
    [
        new Als { Factors = 5, Solver = AlsMethod.Cholesky },
        new Als { Factors = 19, Solver = AlsMethod.Cholesky, Confidence = AlsConfidence.Log, Epsilon = 0.5, Alpha = 7 },
        new Als { Factors = 5, GradientSteps = 40 },
        new Als { Factors = 5, Solver = AlsMethod.Cholesky, RegularizationExponent = 1, Regularization = 0.3 },
        new Als { Factors = 5, GradientSteps = 40, RegularizationExponent = 0.5, Regularization = 0.3, Alpha = 0.2 },
        new Als { Factors = 6, Solver = AlsMethod.Block, BlockSize = 64 },
    ];

    [Theory, MemberData(nameof(Exact), DisableDiscoveryEnumeration = true)]
    public void SolveUsers_ToTheEnd_IsTheDenseSolution(Als options)
    {
        var (preferences, users, items) = World(options.Factors);
        Solver(options, preferences).SolveUsers(users, items);
        var mean = Enumerable.Range(0, Users).Average(u => Row(options, preferences, u).Sum());
        for (var u = 0; u < Users; u++)
        {
            var confidences = Row(options, preferences, u);
            var penalty = options.Regularization * Math.Pow(confidences.Sum() / mean, options.RegularizationExponent);
            var expected = Solve(items, confidences, preferences.Row(u), options.Factors, penalty);
            for (var k = 0; k < options.Factors; k++) Assert.Equal(expected[k], users[u * options.Factors + k], 2e-3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void SolveUsers_BlocksInTurn_ReachTheDenseSolution(int block)
    {
        var options = new Als { Factors = 6, Solver = AlsMethod.Block, BlockSize = block, Regularization = 1 };
        var (preferences, users, items) = World(options.Factors);
        var exact = users.ToArray();
        var (solver, losses) = (Solver(options, preferences), new List<double>());
        for (var round = 0; round < 300; round++)
        {
            solver.SolveUsers(users, items);
            losses.Add(solver.Loss(users, items));
        }
        Solver(options with { Solver = AlsMethod.Cholesky }, preferences).SolveUsers(exact, items);
        for (var k = 0; k < exact.Length; k++) Assert.Equal(exact[k], users[k], 5e-3f);
        Assert.True(losses[0] > losses[^1]);
    }

    [Fact]
    public void Loss_AnyVectors_IsTheStatedSumOverAllPairs()
    {
        var options = new Als { Factors = 5, RegularizationExponent = 1, Regularization = 0.4 };
        var (preferences, users, items) = World(options.Factors);
        var (loss, weight) = (0.0, 0.0);
        var byItem = preferences.Transpose();
        for (var u = 0; u < Users; u++)
        {
            var row = Row(options, preferences, u);
            loss += Penalty(u, Users, x => Row(options, preferences, x).Sum()) * Norm(users, u);
            for (var i = 0; i < Items; i++)
            {
                var s = Enumerable.Range(0, 5).Sum(k => (double)users[u * 5 + k] * items[i * 5 + k]);
                var p = preferences.Row(u).Contains(i) ? 1 : 0;
                (loss, weight) = (loss + row[i] * (p - s) * (p - s), weight + row[i]);
            }
        }
        for (var i = 0; i < Items; i++) loss += Penalty(i, Items, x => Row(options, byItem, x).Sum()) * Norm(items, i);
        Assert.Equal(loss / weight, Solver(options, preferences).Loss(users, items), 1e-5);

        double Penalty(int row, int rows, Func<int, double> sum) => 0.4 * sum(row) / Enumerable.Range(0, rows).Average(sum);
        static double Norm(float[] rows, int row) => rows.Skip(row * 5).Take(5).Sum(v => (double)v * v);
    }

    static AlsSolver Solver(Als options, CsrMatrix preferences) => new(options, preferences.Map(options.ConfidenceIn), preferences.Transpose().Map(options.ConfidenceIn), FitContext.Default);

    static (CsrMatrix Preferences, float[] Users, float[] Items) World(int factors)
    {
        var stream = ((Seed)9).Stream();
        var (row, column, value) = (new List<int>(), new List<int>(), new List<float>());
        for (var u = 0; u < Users; u++)
            for (var i = 0; i < Items; i++)
                if (u % 5 == i % 3 || stream.NextInt(3) == 0) (row, column, value) = ([.. row, u], [.. column, i], [.. value, 1 + stream.NextInt(5)]);
        float[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)stream.NextGaussian())];
        return (CsrMatrix.FromTriples(Users, Items, row.ToArray(), column.ToArray(), value.ToArray()), Draw(Users * factors), Draw(Items * factors));
    }

    static double[] Row(Als options, CsrMatrix preferences, int u)
    {
        var confidences = Enumerable.Repeat(1.0, preferences.Columns).ToArray();
        for (var e = 0; e < preferences.RowLength(u); e++)
        {
            double w = preferences.RowValues(u)[e];
            confidences[preferences.Row(u)[e]] = options.Alpha * (options.Confidence is AlsConfidence.Log ? Math.Log(1 + w / options.Epsilon) : w);
        }
        return confidences;
    }

    // (Σ c·y·yᵀ + penalty·I) x = Σ c·p·y by Gaussian elimination without pivots: the matrix is positive definite.
    static double[] Solve(float[] items, double[] confidences, ReadOnlySpan<int> liked, int f, double penalty)
    {
        var a = new double[f, f + 1];
        for (var k = 0; k < f; k++) a[k, k] = penalty;
        for (var i = 0; i < confidences.Length; i++)
            for (var r = 0; r < f; r++)
            {
                for (var c = 0; c < f; c++) a[r, c] += confidences[i] * items[i * f + r] * items[i * f + c];
                if (liked.Contains(i)) a[r, f] += confidences[i] * items[i * f + r];
            }
        for (var p = 0; p < f; p++)
            for (var r = 0; r < f; r++)
                for (var c = f; r != p && c >= p; c--) a[r, c] -= a[r, p] / a[p, p] * a[p, c];
        return [.. Enumerable.Range(0, f).Select(k => a[k, f] / a[k, k])];
    }
}
