using System.Collections.Concurrent;
using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>
/// The contract of a model that reads histories through a network, skipped where libtorch is missing; and what all of them promise beyond it. Their checkerboard comes in an order that says
/// nothing, each user's own, so that what follows is any item of the user's parity: a model of what comes next is not asked for what came in the middle.
/// </summary>
public abstract class SequenceContract : RecommenderContract, IClassFixture<CollectedModels>
{
    protected SequenceContract() => Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");

    protected override (double Low, double High) Band => (1, 1);

    protected override string? DependsOnThreadsBecause => "libtorch adds up gradients of norms in one piece for each thread";

    protected override string? AllocatesBecause => "the parts of a product come as an array";

    protected override float BatchRounding => 1e-5f;

    // A history given by its items alone stands in another order than the stored one.
    protected override double FoldInAgreement => 0.95;

    protected override Dataset Build(IEnumerable<Interaction> events) =>
        new DatasetBuilder { Name = "shuffled world" }.AddRange(events.Select(e => e with { Time = DateTimeOffset.UnixEpoch.AddMinutes(((Seed)7).Derive(e.User).Derive(e.Item).Stream().NextInt(1_000_000)) })).Build();

    /// <summary>Epochs after which a loss of drawn items has told the two halves of the checkerboard apart.</summary>
    protected virtual int DrawnEpochs => 60;

    /// <summary>Options that learn short cycles: quick, and without noise.</summary>
    protected abstract ITrainer Steady { get; }

    static float[] Scores(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    static readonly ConcurrentDictionary<Type, Lazy<IRecommender>> s_circles = new();

    IRecommender OnCircles => s_circles.GetOrAdd(GetType(), _ => new(() => Steady.Fit(Circles()))).Value;

    // Half of the users go up a circle of items, half go down: after the same item, what comes next hangs on the one before.
    internal static Dataset Circles(int items = 12, int users = 40, int length = 9) => new DatasetBuilder { Name = "circles" }.AddRange(
        from u in Enumerable.Range(0, users)
        from t in Enumerable.Range(0, length)
        select new Interaction($"u{u}", $"i{((u % 2 == 0 ? t : -t) + u / 2 + 100 * items) % items}") { Time = DateTimeOffset.UnixEpoch.AddDays(t) }).Build();

    static int Best(IRecommender model, params int[] history) => TopN.For(model, Query.From(history), 1, Seen.Include).Items[0].Item;

    [Fact]
    public void Fit_UpAndDownACircle_TellsThemApartByOrder()
    {
        var model = OnCircles;
        int At(int i) => model.Catalog.Items.IndexOf($"i{i}");
        // As long as the histories of training but for what comes next: a network that fills gaps has seen no shorter ones.
        Assert.Equal(At(6), Best(model, [.. Enumerable.Range(-2, 8).Select(i => At((i + 12) % 12))]));
        Assert.Equal(At(4), Best(model, [.. Enumerable.Range(-2, 8).Select(i => At((10 - i) % 12))]));
        Assert.NotEqual(Scores(model, Query.From(At(3), At(5))), Scores(model, Query.From(At(5), At(3))));
    }

    [Fact]
    public void Score_AnonymousSession_IsTheKnownUsersInStoredOrder()
    {
        var model = OnCircles;
        for (var u = 0; u < model.Catalog.Users.Count; u += 3)
            Assert.Equal(Scores(model, Query.For(u)), Scores(model, Query.From(model.Catalog.SequenceOf(Query.For(u)).ToArray())));
    }

    [Fact]
    public void Score_LongerThanIsRead_ReadsTheNewest()
    {
        var model = OnCircles;
        int[] newest = [.. Enumerable.Range(0, 40).Select(i => i % 12)];
        Assert.Equal(Scores(model, Query.From(newest)), Scores(model, Query.From([3, 3, 3, .. newest])));
    }

    [Fact]
    public void TryVectors_AnyLengths_AreThoseOfOneByOne()
    {
        var model = (IInnerProduct)OnCircles;
        var width = model.ItemVectors.Length / model.Catalog.Items.Count;
        Query[] queries = [new(), .. Enumerable.Range(1, 30).Select(n => Query.From([.. Enumerable.Range(0, n).Select(i => i * 7 % 12)])), Query.For(3), Query.From(99), Query.From(1, 99, 2)];
        var (together, alone, answered) = (new float[queries.Length * width], new float[width], new bool[queries.Length]);
        model.TryVectors(queries, together, answered);
        for (var q = 0; q < queries.Length; q++)
        {
            Assert.Equal(model.TryVector(queries[q], alone), answered[q]);
            if (answered[q]) for (var i = 0; i < width; i++) Assert.Equal(alone[i], together[q * width + i], 1e-5f);
        }
    }

    [Fact]
    public void Fit_FromAModelOfAnotherShapeOrKind_SaysWhatDiffers()
    {
        var earlier = OnCircles;
        var wider = Options.With(Steady, [KeyValuePair.Create("width", "24")]);
        Assert.Contains("item_embedding.weight", Assert.Throws<ArgumentException>(() => wider.Fit(Circles(), new FitContext { StartFrom = earlier })).Message, StringComparison.Ordinal);
        Assert.Contains("cannot start from", Assert.Throws<ArgumentException>(() => Steady.Fit(Circles(), new FitContext { StartFrom = new Popularity().Fit(Circles()) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_WeightsOfAnotherShape_NamesBothSides()
    {
        var (model, weights) = (OnCircles, new Weights());
        model.Export(weights);
        var wider = Options.With(Steady, [KeyValuePair.Create("width", "24")]);
        var thrown = Assert.Throws<DataException>(() => wider.Restore(model.Catalog, weights));
        Assert.Contains("item_embedding.weight", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("24", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SequenceLoss.Bce, 4)]
    [InlineData(SequenceLoss.Gbce, 8)]
    public void Fit_LossOfDrawnItems_FindsWithheldItems(SequenceLoss loss, int negatives)
    {
        var trainer = Options.With(Trainer, [KeyValuePair.Create("loss", $"{loss}"), KeyValuePair.Create("negatives", $"{negatives}"), KeyValuePair.Create("epochs", $"{DrawnEpochs}")]);
        var model = trainer.Fit(Build(TinyWorld.CheckerboardEvents()));
        var found = Enumerable.Range(0, 50).Count(u => TopN.For(model, Query.For(u), 1).Items[0].Item == model.Catalog.Items.IndexOf(model.Catalog.Users[u]));
        Assert.InRange(found, 45, 50);
    }

    [Fact]
    public void FitAndScore_Over_LeaveNoTensorBehind()
    {
        CollectedModels.Collect();
        var before = Scope.LiveTensors;
        Use();
        CollectedModels.Collect();
        Assert.Equal(before, Scope.LiveTensors);

        void Use()
        {
            var model = Trainer.Fit(Circles());
            Scores(model, Query.For(1));
            TopN.ForAll(model, n: 3).Count();
        }
    }
}
