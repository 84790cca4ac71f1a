namespace Attune.Tests;

public abstract partial class RecommenderContract
{
    [Fact]
    public void Save_ThenLoad_EqualScoresBitForBit()
    {
        Trainers.Register(Trainer.GetType().Assembly);
        using var folder = new TemporaryFolder();
        var model = Fitted;
        model.Save(folder.At("model"));
        var loaded = Recommender.Load(folder.At("model"));
        Assert.Equal(Options.ToJson(model.Trainer), Options.ToJson(loaded.Trainer));
        Assert.Equal(AllScores(model), AllScores(loaded));
        if (ReadsHistory) Assert.Equal(Scores(model, Query.From(0, 2, 4)), Scores(loaded, Query.From(0, 2, 4)));
        Assert.Equal(TopN.For(model, Ask(3), 10).Items, TopN.For(loaded, Ask(3), 10).Items);
    }
}
