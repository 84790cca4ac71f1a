using Attune.Numerics;

namespace Attune.Studies;

/// <summary>What cells over time share, kept from cell to cell: the first model of the last seed, and the scores of the way that others are held against. All of it is the same when it is made anew.</summary>
sealed class FirstModels
{
    (string Key, IRecommender Model, AskedScores Start)? _begun;
    (string Key, AskedScores[] Scores)? _versus;

    /// <summary>The first model of a cell, and how it does on the first stretch that brings new events.</summary>
    internal (IRecommender Model, AskedScores Start) Of(Study study, StudyCell cell, Timeline timeline, FitContext context)
    {
        var trainer = SeededTrainer.WithSeed(study.Trainers[cell.Model], cell.Seed);
        var key = $"{cell.Data}\n{Options.NameOf(trainer.GetType())}\n{Options.ToJson(trainer)}";
        if (_begun?.Key == key) return (_begun.Value.Model, _begun.Value.Start);
        var model = trainer.Fit(timeline.First().ToDataset(), context);
        _begun = (key, model, Measured(model, timeline, 0, study.Metrics, context));
        return (model, _begun.Value.Start);
    }

    /// <summary>The scores of another way of the same study after each update, which is gone again where it was not the last.</summary>
    internal AskedScores[] Versus(Study study, StudyCell cell, Timeline timeline, FitContext context)
    {
        var key = $"{cell}\n{study.SettingsOf(cell)}";
        if (_versus?.Key == key) return _versus.Value.Scores;
        var (model, scores) = (Of(study, cell, timeline, context).Model, new AskedScores[timeline.Updates]);
        for (var k = 1; k <= timeline.Updates; k++)
        {
            model = study.ModelOf(cell).Update!.Of(cell.Seed).Apply(model, timeline.New(k), timeline.Present(k, null, (Seed)cell.Seed), context).Model;
            scores[k - 1] = Measured(model, timeline, k, study.Metrics, context);
        }
        _versus = (key, scores);
        return scores;
    }

    /// <summary>How a model does on what came after an update.</summary>
    internal AskedScores Measured(IRecommender model, Timeline timeline, int update, IReadOnlyList<IMetric> metrics, FitContext context) =>
        AskedScores.Of(timeline.Asked(update).Ranks(model, context.Cancellation), metrics);
}
