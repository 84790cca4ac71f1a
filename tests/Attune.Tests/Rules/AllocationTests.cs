using System.Text.Json;

namespace Attune.Tests;

/// <summary>
/// What an operation may allocate at most, in bytes: bench/Attune.Bench/budgets.json. That scoring a known user allocates nothing is a promise of every
/// model (<see cref="RecommenderContract"/>).
/// </summary>
public sealed class AllocationTests
{
    const int Size = 192;

    static readonly Lazy<IRecommender> Model = new(() => new Als { Factors = 8, Iterations = 2 }.Fit(TinyWorld.Checkerboard(Size)));

    static double Budget(string operation) => JsonDocument.Parse(File.ReadAllText(Repository.At("bench", "Attune.Bench", "budgets.json"))).RootElement.GetProperty(operation).GetDouble();

    // The least of several rounds: code is compiled anew while it warms up.
    static long Least(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 30; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    [Fact]
    public void Score_KnownUserOfManyNeighbors_AllocatesNothing()
    {
        Hold(new UserKnn { Neighbors = 140 }, TinyWorld.CheckerboardEvents(320));
        Hold(new RatingKnn { Neighbors = 140, Side = RatingKnnSide.User }, TinyWorld.RatedCheckerboardEvents(320));

        static void Hold(ITrainer trainer, IEnumerable<Interaction> events)
        {
            var model = trainer.Fit(new DatasetBuilder { Name = "many neighbors" }.AddRange(events).Build());
            var (query, scores) = (Query.For(4), new float[320]);
            Assert.Equal(0, Least(() => model.Score(query, model.Catalog.AllItems, scores)));
        }
    }

    [Fact]
    public void Rank_BlockOfKnownUsers_StaysWithinItsBudget()
    {
        var ranker = new BlockRanker(Model.Value, PackedItems.Of(Model.Value));
        var queries = Enumerable.Range(0, BlockRanker.Size).Select(Query.For).ToArray();
        Assert.InRange(Least(() => ranker.Rank(queries, 10, Seen.Exclude, null, (_, _, _) => { })) / (double)queries.Length, 0, Budget("rankKnownUserBytes"));
    }

    [Fact]
    public void ForAll_ListsOfTen_StayWithinTheirBudget()
    {
        var once = Least(() => TopN.ForAll(Model.Value, Enumerable.Range(0, 1), context: new FitContext { Threads = 1 }).Count());
        var all = Least(() => TopN.ForAll(Model.Value, context: new FitContext { Threads = 1 }).Count());
        Assert.InRange((all - once) / (double)(Size - 1), 1, Budget("listOfTenBytes"));
    }

    [Fact]
    public void Evaluation_EachUser_StaysWithinItsBudget()
    {
        var world = TinyWorld.Checkerboard(Size);
        var split = new Split("by hand", world, world);
        IMetric[] metrics = [Ndcg.At(10), Ndcg.At(20), Recall.At(10), Recall.At(20), Precision.At(10), Mrr.At(10), Map.At(10), Hit.At(10)];
        var options = new EvaluationOptions { Seen = Seen.Include, BootstrapSamples = 0 };
        Assert.InRange(Least(() => Evaluation.Of(Model.Value, split, metrics, options, new FitContext { Threads = 1 })) / (double)Size, 1, Budget("evaluatedUserBytes"));
    }
}
