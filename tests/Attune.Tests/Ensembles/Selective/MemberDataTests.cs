using System.Globalization;

namespace Attune.Tests;

/// <summary>The members of rating ensembles under the protocol of Surprise's own table: five folds of MovieLens 100K, default options.</summary>
public sealed class MemberDataTests(ITestOutputHelper output)
{
    [Theory, Trait("data", "ml-100k")]
    [InlineData("svd", 0.934, 0.006)]
    [InlineData("baseline", 0.944, 0.006)]
    [InlineData("svdpp", 0.919, 0.008)]
    [InlineData("rating-knn:kind=baseline:side=user:similarity=msd", 0.931, 0.006)]
    public void FiveFolds_DefaultOptions_HaveSurprisesRmse(string model, double published, double room)
    {
        using var zip = TestData.Zip("ml-100k");
        var data = new DatasetBuilder { Name = "ml-100k" }.AddRange(TestData.Rows(zip, "ml-100k/u.data").Select(r => new Interaction(r[0], r[1]) { Value = float.Parse(r[2], CultureInfo.InvariantCulture) })).Build();
        var trainer = Trainers.Create(model.Split(':')[0], model.Split(':')[1..].Select(o => KeyValuePair.Create(o.Split('=')[0], o.Split('=')[1])));
        var mean = Split.Folds(data, 5).Average(f => Evaluation.Of(trainer.Fit(f.Train), f, [new Rmse()], new EvaluationOptions { BootstrapSamples = 0 }, null)["rmse"].Value);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model}: {mean:0.0000}, published {published}"));
        Assert.InRange(mean, published - room, published + room);
    }
}
