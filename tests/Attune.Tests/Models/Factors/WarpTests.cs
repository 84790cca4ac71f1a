using Attune.Numerics;

namespace Attune.Tests;

public sealed class WarpTests : RecommenderContract
{
    // Once a user's own items lead by the margin, the withheld one is the only rival left and all steps go against it: with many factors and epochs the
    // model learns the very pairs that were withheld. Four factors have no room for that: found by all, whatever the seed.
    protected override ITrainer Trainer => new Warp { Factors = 4 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.9;

    [Fact]
    public void Rival_FirstDrawWithinTheMargin_HasTheWholeRankAsItsWeight()
    {
        float[] x = [1, 0];
        var candidates = new Candidates([2, 0, 1.5f, 0, -3, 0], new float[3], default, [0], 1);
        var stream = ((Seed)1).Stream();
        for (var draw = 0; draw < 20; draw++)
        {
            // Item 2 is far below; item 1 is within the margin of 1 of item 0: rank 2 of 3 at the first draw, 1 at the second.
            Assert.Equal(1, ((IPairwise)new Warp()).Rival(x, 0, candidates, ref stream, out var step));
            var (whole, half) = (1 + 1 / 2.0, 1.0);
            var all = 1 + 1 / 2.0 + 1 / 3.0;
            Assert.True(Math.Abs(step - whole / all) < 0.02 || Math.Abs(step - half / all) < 0.02, $"{step}");
        }
    }

    [Fact]
    public void Rival_NobodyWithinTheMargin_IsNone()
    {
        var candidates = new Candidates([2, 0, 0.5f, 0, -3, 0], new float[3], default, [0], 1);
        var stream = ((Seed)1).Stream();
        Assert.Equal(-1, ((IPairwise)new Warp()).Rival([1, 0], 0, candidates, ref stream, out _));
    }
}
