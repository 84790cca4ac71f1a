namespace Attune.Tests;

public sealed class TrainersTests
{
    /// <summary>A model of the house next door. It counts.</summary>
    public sealed record NextDoor : ITrainer
    {
        /// <summary>How <see cref="Popularity"/> is bent,
        /// in <c>percent</c>.</summary>
        [System.ComponentModel.DataAnnotations.Range(0.0, double.MaxValue)]
        public float Bend { get; init; } = .05f;

        public QueryParts Reads => QueryParts.Text | QueryParts.User;

        public IRecommender Fit(Dataset data, FitContext? context = null) => Restore(Catalog.Of(data), new Weights().Add("counts", new float[data.Items.Count]));

        public IRecommender Restore(Catalog catalog, Weights weights) => new Popularity().Restore(catalog, weights);
    }

    [Fact]
    public void All_AttunesModels_AreThereSortedWithTheirSummaries()
    {
        var names = Trainers.All.Select(m => m.Name).ToList();
        Assert.Contains("popularity", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.StartsWith("The most popular items for everybody", Trainers.Find("popularity").Summary);
        Assert.All(Trainers.All.Where(m => m.Type.Assembly == typeof(Trainers).Assembly), m => Assert.All(m.Options, o => Assert.NotEmpty(o.Description ?? "")));
    }

    [Fact]
    public void Find_UnknownName_ListsTheNamesAndTheNearest()
    {
        var message = Assert.Throws<ArgumentException>(() => Trainers.Find("popularty")).Message;
        Assert.Contains("There is no model 'popularty'; there are ", message);
        Assert.EndsWith("Did you mean 'popularity'?", message);
    }

    [Fact]
    public void Register_AnAssembly_MakesItsModelsCreatableAndDescribed()
    {
        Trainers.Register(typeof(TrainersTests).Assembly);
        Trainers.Register(typeof(TrainersTests).Assembly);
        var trainer = Assert.IsType<NextDoor>(Trainers.Create("next-door", [KeyValuePair.Create("bend", "0.25")]));
        Assert.Equal(.25f, trainer.Bend);
        var info = Trainers.Find("next-door");
        Assert.Equal(QueryParts.Text | QueryParts.User, info.Reads);
        var option = Assert.Single(info.Options);
        Assert.Equal(("bend", "number", .05f, 0d, null), (option.Name, option.Type, (float)option.Default!, option.Min, option.Max));
    }

    [Fact]
    public void Create_WrongOptions_AreAllReported() =>
        Assert.Equal(2, Assert.Throws<OptionsException>(() => Trainers.Create("popularity", [KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "1")])).Errors.Count);

    [Fact]
    public void Documentation_OfAnElementWithReferences_IsPlainText()
    {
        Assert.Equal("One sentence.", Documentation.FirstSentence("One sentence. Another one."));
        Assert.Equal("A formula: f(x) = 1.5 · x, e.g. this.", Documentation.FirstSentence("A formula: f(x) = 1.5 · x, e.g. this. The paper."));
        Assert.Contains("ItemKnn", Documentation.Of(typeof(ITrainer).Assembly).Summary("T:Attune.ITrainer"));
    }
}
