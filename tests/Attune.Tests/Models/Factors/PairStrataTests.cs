using Attune.Numerics;

namespace Attune.Tests;

public sealed class PairStrataTests
{
    [Fact]
    public void Deal_AnyEpoch_HoldsEveryPairOnceInCellsThatShareNothing()
    {
        var preferences = TinyWorld.Checkerboard(30).Preferences;
        var strata = new PairStrata(preferences, 4);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            strata.Deal(((Seed)epoch).Derive("epoch"), FitContext.Default);
            var seen = new HashSet<(int, int)>();
            for (var b = 0; b < 4; b++)
                for (var i = 0; i < 4; i++)
                    for (var j = 0; j < strata.Users(b).Length; j++)
                        foreach (var place in strata.Pairs(b, i, j))
                        {
                            Assert.InRange(strata.Places(i).From + place, strata.Places(i).From, strata.Places(i).To - 1);
                            Assert.True(seen.Add((strata.Users(b)[j], strata.Items[strata.Places(i).From + place])));
                        }
            Assert.Equal(preferences.Count, seen.Count);
            Assert.All(seen, pair => Assert.Contains(pair.Item2, preferences.Row(pair.Item1).ToArray()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fit_InBlocks_SameModelOnAnyNumberOfThreadsAndTheCheckerboardFound(int threads)
    {
        var world = TinyWorld.Checkerboard();
        var (one, other) = (Weights(1), Weights(threads));
        Assert.Equal(one, other);
        var model = Pairwise.Fit(new Bpr { Factors = 8, Epochs = 60, Rivals = 1 }, world, null, 4);
        Assert.Equal(Enumerable.Range(0, 50), Enumerable.Range(0, 50).Select(u => TopN.For(model, Query.For(u), 1).Items[0].Item));

        float[] Weights(int count)
        {
            var weights = new Weights();
            Pairwise.Fit(new Warp { Factors = 8, Epochs = 5 }, world, new FitContext { Threads = count }, 4).Export(weights);
            return weights.Floats["item_factors"].Values;
        }
    }
}
