using Attune.Numerics;

namespace Attune.Tests;

public sealed class PureSvdTests : RecommenderContract
{
    protected override ITrainer Trainer => new PureSvd { Factors = 2 };

    protected override (double Low, double High) Band => (1, 1);

    // V·Vᵀ is a projection onto the rows of R where all directions are kept: every history of training is its own image.
    [Fact]
    public void Score_AllDirectionsKept_GivesTheHistoryBack()
    {
        var data = RandomPreferences.Dataset(12, 30, 4);
        var model = new PureSvd { Factors = 20 }.Fit(data);
        var rows = RandomPreferences.Dense(data);
        var scores = new float[data.Items.Count];
        for (var u = 0; u < data.Users.Count; u++)
        {
            model.Score(Query.For(u), model.Catalog.AllItems, scores);
            for (var i = 0; i < scores.Length; i++) Assert.Equal(rows[u, i], scores[i], 1e-3);
        }
    }
}
