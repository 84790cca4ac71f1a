using Attune.Numerics;

namespace Attune.Tests;

public sealed class LogisticRegressionTests
{
    [Fact]
    public void Solve_TwoGroups_IsTheLogOddsOfEach()
    {
        // 3 of 4 in the first group, 2 of 10 in the second: without a penalty the coefficients are ln 3 and ln(2/8).
        float[] targets = [1, 1, 1, 0, .. Enumerable.Range(0, 10).Select(i => i < 2 ? 1f : 0)];
        float[] rows = [.. Enumerable.Range(0, 14).SelectMany(i => i < 4 ? new float[] { 1, 0 } : [0, 1])];
        var solved = LogisticRegression.Solve(rows, targets, 2, 1e-6f);
        Assert.Equal(Math.Log(3), solved[0], 1e-4);
        Assert.Equal(Math.Log(0.25), solved[1], 1e-4);
    }

    [Fact]
    public void Solve_AnyData_GradientVanishes()
    {
        var stream = ((Seed)7).Stream();
        var (rows, targets) = (new float[200 * 5], new float[200]);
        for (var i = 0; i < rows.Length; i++) rows[i] = (float)stream.NextGaussian() * (i % 5 == 2 ? 10 : 1);
        for (var i = 0; i < targets.Length; i++) targets[i] = stream.NextDouble() < 1 / (1 + Math.Exp(-rows[i * 5] - rows[i * 5 + 2])) ? 1 : 0;
        var z = LogisticRegression.Solve(rows, targets, 5, 0.5f);
        for (var k = 0; k < 5; k++)
        {
            var gradient = 0.5 * z[k] + Enumerable.Range(0, 200).Sum(r => (1 / (1 + Math.Exp(-Enumerable.Range(0, 5).Sum(l => (double)rows[r * 5 + l] * z[l]))) - targets[r]) * rows[r * 5 + k]);
            Assert.Equal(0, gradient, 0.02);
        }
    }
}
