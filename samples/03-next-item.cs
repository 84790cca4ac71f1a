#:project ../src/Attune.Neural/Attune.Neural.csproj

// What a visitor without an account wants next, by a network that reads the visit. Needs libtorch (./build torch). Run it from the root of the repository: dotnet run samples/03-next-item.cs
using Attune;
using Attune.Neural;

if (Torch.Missing is { } missing)
{
    Console.WriteLine(missing);
    return 1;
}
var data = Dataset.FromCsv("data/samples/online-retail.csv.gz");
var split = Split.ByTime(data, test: 0.2);
var sasrec = new Sasrec { Epochs = 6 }.Fit(split.Train);
foreach (var model in new[] { sasrec, new Markov().Fit(split.Train), new Popularity().Fit(split.Train) })
{
    var scores = Evaluation.Of(model, split, Ndcg.At(10), Recall.At(20));
    Console.WriteLine($"{scores.Model,-10} ndcg@10 {scores["ndcg@10"].Value:F4}  recall@20 {scores["recall@20"].Value:F4}");
}
var items = sasrec.Catalog.Items;
var visit = Query.From(items.IndexOf("22423"), items.IndexOf("47566"));   // a cakestand, then party bunting: the newest last
foreach (var next in sasrec.Recommend(visit, n: 5)) Console.WriteLine($"{next.Id,-7} {next.Score:F2}");
return 0;
