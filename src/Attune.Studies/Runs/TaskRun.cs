using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Teaches a sequence model's network one task of recall, and measures it. A watched training keeps the best epoch on sequences of its own; the test is looked at once.</summary>
sealed class TaskRun(Study study, StudyCell cell, StudyData data, DataFolder folder, FitContext context)
{
    // The sequences are the study's, whatever the seed of a model.
    const int Seed = 42;

    readonly StudyModel _model = study.ModelOf(cell);
    readonly TrainingClock _clock = new(context);
    readonly List<CurvePoint> _curve = [];

    EarlyStopping? _stopping;
    int _items;

    internal CellResult Run() => CellResult.Of(cell, _clock, _curve, Measured);

    /// <summary>The model and what it answers to the test.</summary>
    internal (IRecommender Model, TokenScore Score) Trained()
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit);
        var trainer = (ISequenceTrainer)SeededTrainer.WithSeed(study.Trainers[cell.Model], cell.Seed);
        var (train, watched, test) = Sequences(data.Task!);
        _items = train.Vocabulary;
        var (model, scores) = TokenFit.Run(trainer, train, [test], _model.Patience == 0 ? null : measure => _stopping = Watching(trainer, () => measure(watched)), context);
        return (model, scores[0]);
    }

    CellResult Measured()
    {
        var (_, score) = Trained();
        return new CellResult(cell, [.. study.Metrics.Select(m => StudyMetric.Accuracy.Equals(m) ? score.Accuracy : StudyMetric.TokenLoss.Equals(m) ? score.Loss : double.NaN)])
        {
            FitSeconds = _clock.Seconds,
            EvaluateSeconds = 0,
            Users = score.Asked,
            Epochs = _curve.Count > 0 ? _curve[^1].Epoch : 0,
            BestEpoch = _stopping?.BestEpoch ?? 0,
            Curve = _curve,
            Notes = [.. new[] { CostNote.Of(study.Trainers[cell.Model]), OptimizerNote.Of(study.Trainers[cell.Model], _items) }.OfType<string>()],
        };
    }

    // By accuracy where something is remembered, by loss where a text is read; who knows everything need not go on.
    EarlyStopping Watching(ISequenceTrainer trainer, Func<TokenScore> measure)
    {
        var (isText, full) = (data.Task!.Kind == TokenTasks.Text, false);
        return new EarlyStopping(_ =>
        {
            var score = measure();
            full = score.Accuracy >= 0.999;
            _curve.Add(new CurvePoint(Math.Min((_curve.Count + 1) * _model.Every, trainer.Training.Epochs), isText ? score.Loss : score.Accuracy, _clock.Seconds));
            return isText ? -score.Loss : score.Accuracy;
        })
        {
            Patience = _model.Patience,
            Every = _model.Every,
            IsOver = () => full || (_model.Minutes is { } minutes && _clock.BusySeconds >= 60 * minutes),
        };
    }

    (TokenSequences Train, TokenSequences Watched, TokenSequences Test) Sequences(StudyTask task)
    {
        if (task.Kind == TokenTasks.Text) return TextTask.Read(task, folder.Find(data.File));
        var seed = ((Seed)Seed).Derive(task.Kind);
        TokenSequences Part(string name, int count, int fewest) => TokenTasks.Draw(task with { Fewest = fewest }, count, seed.Derive(name));
        return (Part("train", task.Sequences, task.Fewest), Part("watched", task.TestSequences, 0), Part("test", task.TestSequences, 0));
    }
}
