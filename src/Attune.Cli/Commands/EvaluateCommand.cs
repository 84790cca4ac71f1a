using System.CommandLine;
using System.Text.Json.Nodes;

namespace Attune.Cli;

/// <summary><c>attune evaluate</c>: one model, or any tool's lists, against held-out events.</summary>
static class EvaluateCommand
{
    static readonly ModelOptions Model = [];
    static readonly HoldOutOptions HoldOut = [];
    static readonly MeasureOptions Measure = [];
    static readonly RunOptions Run = [];
    static readonly EnergyFlags Energy = [];
    static readonly Option<string> Lists = new("--recommendations") { HelpName = "FILE", Description = "Lists of any tool instead of a model: CSV, JSON lines or a TREC run; measured against --test." };

    internal static Verb Create() => new Verb("evaluate", "One model against held-out events: metrics with 95 % confidence intervals over users.",
        "attune evaluate --model ease --data ratings.csv --split time:0.2",
        "attune evaluate --model als --set factors=128 iterations=10 --train u1.base --test u1.test --metrics ndcg@10,recall@20 --json",
        "attune evaluate --model svd --data ml-100k/u.data --split folds:5 --metrics rmse,mae",
        "attune evaluate --model ./trained --test new-events.csv",
        "attune evaluate --model als --data ratings.csv --energy rapl --idle-seconds 60",
        "attune evaluate --model ./clicks --clicks test.clicks",
        "attune evaluate --recommendations run.trec --test qrels.txt --metrics ndcg@10,map") { Model, HoldOut, Measure, Run, Energy, Lists, EvaluateClicks.Rows }.Does(call =>
    {
        if (call.Has(EvaluateClicks.Rows))
        {
            EvaluateClicks.Do(call, Model, HoldOut, Measure, Run, Energy, Lists);
            return;
        }
        var metrics = Measure.Metrics(call);
        using var energy = Energy.Start(call);
        var result = call.Has(Lists) ? OfLists(call, metrics) : Model.IsTrained(call) ? OfTrained(call, metrics) : OfTrainer(call, metrics);
        call.Keep(result.Scores.Notes);
        var use = energy.Stop(call);
        var report = Report.Of(result.Scores);
        call.Answer(Json(call, result, use), use is null ? report : report.With(use));
    });

    sealed record Result(Scores Scores, Size? Train, Size? Test, ITrainer? Trainer, double FitSeconds);

    static Result OfTrainer(Call call, IReadOnlyList<IMetric> metrics)
    {
        var trainer = Model.Trainer(call, Run.Seed(call));
        var splits = call.During(WorkPhase.Load, () => HoldOut.Splits(call, Run.Seed(call)));
        if (splits.Select(s => s.Method).Distinct().Count() > 1) throw new UsageException("--split: evaluate measures one way to split; attune compare sets several side by side.");
        var comparison = call.Working($"evaluating {Model.Name(call)}", progress =>
            Comparison.Run([trainer], splits, metrics, Measure.Options(call, Run.Seed(call)), context: Run.Context(call, progress)));
        var row = comparison.Rows[0];
        return new Result(row.Scores, Size.Of(splits.Select(s => s.Train)), Size.Of(splits.Select(s => s.Test)), trainer, row.FitSeconds);
    }

    static Result OfTrained(Call call, IReadOnlyList<IMetric> metrics)
    {
        var (model, split) = call.During(WorkPhase.Load, () => Model.Load(call) is var loaded ? (loaded, TestOf(call, loaded)) : default);
        var scores = call.During(WorkPhase.Predict, () => Scored(call, model, split, metrics));
        var size = new Size(model.Catalog.Users.Count, model.Catalog.Items.Count, model.Catalog.Histories.Count);
        return new Result(scores, size, Size.Of(split.Test), model.Trainer, double.NaN);
    }

    static Scores Scored(Call call, IRecommender model, Split split, IReadOnlyList<IMetric> metrics)
    {
        var scores = call.Working($"evaluating {Model.Name(call)}", progress => Evaluation.Of(model, split, metrics, Measure.Options(call, Run.Seed(call)), Run.Context(call, progress)));
        if (!double.IsNaN(scores.MillisecondsPerUser)) call.Phases?.Listed(scores.Users);
        return scores;
    }

    // Users and items are matched by id. Of the training events only the prices are looked up: where the file is not named, those of the test events do.
    static Split TestOf(Call call, IRecommender model)
    {
        if (HoldOut.HasTestFile(call))
        {
            HoldOut.RefuseData(call);
            var test = HoldOut.Test(call);
            return HoldOut.Train(call) is { } train ? Split.Files(train, test) : new Split("files", test, test);
        }
        if (HoldOut.Splits(call, Run.Seed(call)) is not [var split]) throw new UsageException("--split: folds train a model anew each time, and a folder is trained already; name the model instead.");
        call.Note($"{model.NameOf()} was trained before this split: where its training data held the test events, these numbers are too good. Name the model to train it on the training part only.");
        return split;
    }

    static Result OfLists(Call call, IReadOnlyList<IMetric> metrics)
    {
        if (Model.AreWritten(call)) throw new UsageException("--recommendations are lists that are made already: leave out --model and --set, or measure the model instead.");
        if (Measure.Options(call, Run.Seed(call)).Rerank is not null) throw new UsageException("--rerank: the lists are made already; it is for models, whose further candidates are known.");
        if (Measure.Options(call, Run.Seed(call)).Candidates is not null) throw new UsageException("--candidates: the lists are made already; it is for models, which can rank any items.");
        HoldOut.RefuseData(call);
        if (!HoldOut.HasTestFile(call)) throw new UsageException("--test is missing: with --recommendations FILE name the file of held-out events.");
        var path = call.Value(Lists)!;
        var (lists, train, test) = call.During(WorkPhase.Load, () => (Recommendations.Read(path), HoldOut.Train(call), HoldOut.Test(call)));
        var options = Measure.Options(call, Run.Seed(call));
        var scores = call.Working("evaluating", progress => Evaluation.Of(lists, HeldOut.Of(test, options), metrics, train, options, Run.Context(call, progress)));
        return new Result(scores, train is null ? null : Size.Of(train), Size.Of(test), null, double.NaN);
    }

    static object Json(Call call, Result result, EnergyUse? use) => new
    {
        model = result.Scores.Model,
        options = result.Trainer is null ? null : JsonNode.Parse(Options.ToJson(result.Trainer)),
        seed = Run.Seed(call),
        split = result.Scores.Split,
        train = result.Train,
        test = result.Test,
        metrics = result.Scores.Metrics.ToDictionary(m => m.Metric, m => new { value = m.Value, low = m.Low, high = m.High, users = m.Users }),
        fitSeconds = result.FitSeconds,
        evaluateSeconds = result.Scores.EvaluateSeconds,
        millisecondsPerUser = result.Scores.MillisecondsPerUser,
        energy = EnergyJson.Of(use),
        peakMemoryMb = Machine.PeakMemoryMb,
        threads = Run.Threads(call),
        notes = call.Notes,
    };
}
