using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class RidgeTests
{
    [Fact]
    public void Solve_SingularWithoutPenalty_StaysFiniteAndFits()
    {
        // Three equal columns: only their sum is determined.
        var z = Ridge.Solve([1, 1, 1, 2, 2, 2, 3, 3, 3], [3, 6, 9], 3, 0);
        Assert.Equal(3, z.Sum(), 1e-3f);
    }

    [Fact]
    public void Solve_NothingToFit_IsZero() => Assert.Equal([0f, 0f], Ridge.Solve([1, 2], [0], 2, 0));

    [Theory, InlineData(3, 8, 0.5f), InlineData(40, 8, 0.1f), InlineData(100, 21, 2f)]
    public void Solve_AnyShape_GradientIsZero(int rows, int width, float penalty)
    {
        var stream = new Seed(3).Stream();
        var x = Enumerable.Range(0, rows * width).Select(_ => (float)stream.NextGaussian()).ToArray();
        var y = Enumerable.Range(0, rows).Select(_ => (float)stream.NextGaussian()).ToArray();
        var z = Ridge.Solve(x, y, width, penalty);
        for (var c = 0; c < width; c++)
        {
            // d/dz of |Xz − y|² + penalty·|z|², halved.
            var gradient = penalty * z[c];
            for (var r = 0; r < rows; r++) gradient += x[r * width + c] * (Vectors.Dot(x.AsSpan(r * width, width), z) - y[r]);
            Assert.Equal(0, gradient, 2e-3f);
        }
    }

    [Fact]
    public void Solve_NoRows_IsZero() => Assert.Equal(new float[3], Ridge.Solve([], [], 3, 1));
}
