#:project ../src/Attune.Neural/Attune.Neural.csproj

// What a visitor without an account wants next, by a network that reads the visit. Needs libtorch (./build torch).
// Run it from the root of the repository: dotnet run samples/03-next-item.cs
using Attune;
using Attune.Neural;

if (Torch.Missing is { } missing)
{
    Console.WriteLine(missing);
    return 1;
}
var data = Dataset.FromCsv("data/samples/online-retail.csv.gz");
var split = Split.ByTime(data, test: 0.2);
var sasrec = new Sasrec { Epochs = 5 }.Fit(split.Train);
foreach (var model in new[] { sasrec, new Markov().Fit(split.Train), new Popularity().Fit(split.Train) })
    Console.WriteLine(Report.Markdown(Evaluation.Of(model, split, Ndcg.At(10), Recall.At(20))));
return 0;
