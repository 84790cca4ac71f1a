using Attune.Numerics;

namespace Attune.Tests;

public sealed class RidgeTests
{
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
