using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class LightGcnTests : CollaborativeContract
{
    protected override ITrainer Trainer => new LightGcn { Width = 16, Layers = 2, BatchSize = 200, Epochs = 40, LearningRate = 0.02 };

    protected override string Wider => "width=24";

    // A history that is given lacks the start vector of its user.
    protected override double FoldInAgreement => 0.95;

    [Fact]
    public void Score_HistoryOfAKnownUser_IsTheirVectorWithoutTheirStart()
    {
        var data = TinyTrainer.Circles();
        var options = new LightGcn { Width = 8, Layers = 3, Epochs = 2, BatchSize = 32 };
        var (weights, silent) = (new Weights(), new Weights());
        options.Fit(data).Export(weights);
        // A user whose start vector is 0 has nothing but what the graph gives: then the stored history and the given one must be answered alike, but for what comes back to the user from the items.
        var users = (float[])weights.Floats["user_embedding.weight"].Values.Clone();
        users.AsSpan().Clear();
        silent.Add("user_embedding.weight", users, data.Users.Count, 8).Add("item_embedding.weight", weights.Floats["item_embedding.weight"].Values, data.Items.Count, 8);
        var model = options.Restore(Catalog.Of(data), silent);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (stored, given) = (Scores(model, Query.For(u)), Scores(model, Query.From(model.Catalog.Histories.Row(u).ToArray())));
            for (var i = 0; i < stored.Length; i++) Assert.Equal(stored[i], given[i], 1e-6f);
        }
    }

    static float[] Scores(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }
}
