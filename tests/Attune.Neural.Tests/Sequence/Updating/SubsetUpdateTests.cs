namespace Attune.Neural.Tests;

public sealed class SubsetUpdateTests
{
    static readonly PlantedWorld s_world = new PlantedDrift { Users = 60, References = 20, Items = 60, ChunkLength = 12 }.Make();
    static readonly Lazy<IRecommender> s_model = new(() => new Sasrec { Width = 16, Layers = 1, Heads = 1, Dropout = 0, BatchSize = 16, Epochs = 5, LearningRate = 0.005, MaxLength = 12 }.Fit(s_world.Before.ToDataset()));

    [TorchFact]
    public void Apply_AFifth_IsWhatTheSamplerChoosesAndGoesOnFromTheModel()
    {
        var update = new SubsetUpdate { Select = "top", Represent = "hidden", Epochs = 3, Seed = 7 };
        var updated = update.Apply(s_model.Value, s_world.Candidates, s_world.Reference);
        using var representation = Representation.Dense(ChunkRepresenters.Of(s_model.Value, "hidden"), s_world.Candidates, s_world.Reference);
        Assert.Equal(SubsetSampler.Parse("top").Select(new SubsetTask { Candidates = s_world.Candidates, Count = 12, Representation = representation, Seed = 7 }).Order(), updated.Chosen);
        // Twelve chunks in batches of sixteen are one step for each pass.
        Assert.Equal(3, updated.Steps);
        var byHand = new Sasrec { Width = 16, Layers = 1, Heads = 1, Dropout = 0, BatchSize = 16, Epochs = 3, LearningRate = 0.005, MaxLength = 12, Seed = 7 }.Fit(s_world.Candidates.Take([.. updated.Chosen]).ToDataset(), new FitContext { StartFrom = s_model.Value });
        Assert.Equal(((IInnerProduct)byHand).ItemVectors.ToArray(), ((IInnerProduct)updated.Model).ItemVectors.ToArray());
    }

    [TorchFact]
    public void Apply_All_TakesEveryChunk()
    {
        var updated = new SubsetUpdate { Select = SubsetUpdate.All, Represent = null, Budget = 1, Epochs = 1 }.Apply(s_model.Value, s_world.Candidates, s_world.Reference);
        Assert.Equal(s_world.Candidates.Count, updated.Chosen.Count);
        Assert.Null(updated.Report);
    }

    [TorchFact]
    public void Knowing_TheUsers_AnswersForThemFromTheirHistories()
    {
        var updated = new SubsetUpdate { Select = "random", Represent = null, Epochs = 1 }.Apply(s_model.Value, s_world.Candidates, s_world.Reference);
        var known = updated.Knowing(s_world.Candidates.Data);
        var user = s_world.Candidates.UserOf(3);
        Assert.Equal(TopN.For(updated.Model, Query.From(s_world.Candidates.Data.Sequence(user).ToArray()), 5, Seen.Include).Items, TopN.For(known, Query.For(user), 5, Seen.Include).Items);
        Assert.Throws<ArgumentException>(() => updated.Knowing(Attune.Tests.TinyWorld.Handful()));
    }

    [Theory]
    [InlineData("top", null, 0.2, "needs a representation")]
    [InlineData("random", "hidden", 0.2, "leave the representation out")]
    [InlineData("all", null, 0.2, "the budget is 1")]
    [InlineData("all", "hidden", 1.0, "the budget is 1")]
    [InlineData("best", "hidden", 0.2, "there is no sampler 'best'")]
    [InlineData("top", "hiden", 0.2, "there is no 'hiden'")]
    [InlineData("top", "hidden", 0.0, "above 0 and at most 1")]
    [InlineData("top", "hidden", 1.5, "above 0 and at most 1")]
    public void Validate_WhatCannotBe_IsSaid(string select, string? represent, double budget, string said) =>
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => new SubsetUpdate { Select = select, Represent = represent, Budget = budget }.Validate()).Message, StringComparison.Ordinal);

    [TorchFact]
    public void Apply_AModelThatCannotGoOn_IsRefused() =>
        Assert.Contains("sasrec or hstu", Assert.Throws<ArgumentException>(() => new SubsetUpdate().Apply(new Popularity().Fit(s_world.Before.ToDataset()), s_world.Candidates, s_world.Reference)).Message, StringComparison.Ordinal);
}
