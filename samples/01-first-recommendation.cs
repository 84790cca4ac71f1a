#:project ../src/Attune/Attune.csproj

// From a file of purchases to measured recommendations. Run it from the root of the repository: dotnet run samples/01-first-recommendation.cs
using Attune;

var data   = Dataset.FromCsv("data/samples/online-retail.csv.gz");
var split  = Split.ByTime(data, test: 0.2);
var model  = new Ease { Regularization = 500 }.Fit(split.Train);
var scores = Evaluation.Of(model, split, Ndcg.At(10), Recall.At(20), Coverage.At(10));
Console.WriteLine(Report.Markdown(scores));
