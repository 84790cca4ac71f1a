namespace Attune.Neural;

/// <summary>One run of a <see cref="TrainingLoop"/> under a context, in one of perhaps several processes.</summary>
sealed class TrainingRun : IDisposable
{
    const int DrawsOfAPart = 20;
    readonly TrainingLoop _loop;
    readonly FitContext _context;
    readonly Ranks? _ranks;
    readonly TrainingLog? _log;
    readonly Checkpoints? _checkpoints;
    TrainingPlace _place;
    long _saved;

    internal TrainingRun(TrainingLoop loop, FitContext context)
    {
        (_loop, _context) = (loop, context);
        var setup = context.Setup ?? new TrainingSetup();
        if (loop.FusedComplaint(setup.Peers?.World ?? 1) is { } complaint) throw new OptionsException(loop.Name, [complaint]);
        if (setup.Peers is { World: > 1 } peers) _ranks = new Ranks(peers, TrainingDevice.Of(context));
        if (!IsFirst) return;
        if (setup.Checkpoints is { } folder) _checkpoints = new Checkpoints(folder, loop, context.EarlyStopping);
        if (setup.Log is { } log) _log = new TrainingLog(log, context.Time);
    }

    // Of several processes, the first alone measures, writes and tells.
    bool IsFirst => _ranks is null or { Rank: 0 };

    long Done => (long)_place.Epoch * _loop.Steps + _place.Step;

    long Total => Math.Min(_loop.MostSteps ?? long.MaxValue, (long)_loop.Epochs * _loop.Steps);

    public void Dispose()
    {
        _loop.Network.Train(false);
        _loop.Optimizer.Clear();
        Torch.Memory(resetPeak: true);
        _log?.Dispose();
        _ranks?.Dispose();
    }

    internal IRecommender ToTheEnd()
    {
        _place = _checkpoints?.Load() ?? default;
        _ranks?.BeginAsFirst(_loop, ref _place);
        _log?.Begin(_place, _loop.Steps);
        _saved = _context.Time.GetTimestamp();
        Report(null);
        _loop.Network.Train();
        while (_place.Epoch < _loop.Epochs && !_place.Ended)
        {
            while (_place.Step < _loop.Steps && Done < Total) Step();
            EndEpoch();
        }
        _loop.Network.Train(false);
        return IsFirst && _context.EarlyStopping?.Best is { } best ? best : _loop.Model();
    }

    void Step()
    {
        using var scope = new Scope();
        var optimizer = _loop.Optimizer;
        if (_loop.Schedule is { } schedule) optimizer.LearningRate = schedule(Done);
        optimizer.Clear();
        var (loss, cells, targets) = Learn();
        using var off = Gradients.NotRecorded();
        _ranks?.Sum(optimizer.Parameters, loss);
        var value = loss.Item();
        var norm = Move(value, targets);
        _place = _place with { Step = _place.Step + 1, Loss = _place.Loss + value };
        _log?.Step(_place, _loop, value, norm, cells, targets);
        Report(_place.Loss / _place.Step);
        if (_checkpoints is not null && _place.Step < _loop.Steps && _context.Time.GetElapsedTime(_saved) >= (_context.Setup!.CheckpointEvery)) Save();
    }

    // Gives the length of the gradient; null where the backward pass has moved the parameters and let the gradient go.
    double? Move(double loss, long targets)
    {
        if (_loop.Fused is not null) return double.IsFinite(loss) ? null : throw NotFinite.Error(_loop, _place, loss);
        var norm = double.IsFinite(loss) ? _loop.Optimizer.Norm() : loss;
        if (!double.IsFinite(norm)) throw NotFinite.Error(_loop, _place, loss);
        _loop.Optimizer.Step(norm > _loop.ClipNorm ? _loop.ClipNorm / (norm + 1e-6) : 1, targets);
        return norm;
    }

    // The parts of this process, one after the other: only one is in memory at a time. The targets are those of all processes.
    (Tensor Loss, long Cells, long Targets) Learn()
    {
        var (rank, world) = _ranks is { } r ? (r.Rank, r.World) : (0, 1);
        var (sum, cells, targets) = (default(Tensor), 0L, 1L);
        using var fused = _loop.Fused is { } of ? _loop.Optimizer.FuseIntoBackward(Math.Max(1, of(new Part(_place.Epoch, _place.Step)))) : null;
        for (var m = 0; m < _loop.MicroBatches; m++)
        {
            using var scope = new Scope();
            var part = new Part(_place.Epoch, _place.Step, m * world + rank, _loop.MicroBatches * world);
            foreach (var draw in _loop.Draws) draw((Done * part.Of + part.Index) << DrawsOfAPart);
            var learned = _loop.Learn(part);
            var weighted = learned.Loss * learned.Share;
            sum = scope.Return(sum.IsDefined ? sum + weighted : weighted);
            cells += learned.Cells;
            targets = Math.Max(1, learned.StepTargets);
        }
        return (sum, cells, targets);
    }

    void EndEpoch()
    {
        var epoch = _place.Epoch + 1;
        var loss = _place.Loss / Math.Max(1, _place.Step);
        _loop.Network.Train(false);
        var ends = _ranks is null ? Ends(epoch) : _ranks.Decide(() => Ends(epoch));
        _loop.Network.Train();
        _place = new TrainingPlace(epoch, 0, 0, ends || epoch == _loop.Epochs);
        _log?.Epoch(epoch, loss, _context.EarlyStopping);
        Save();
    }

    bool Ends(int epoch) => _context.EarlyStopping?.EndsAfter(epoch, _loop.Epochs, _loop.Model) == true;

    void Save()
    {
        _checkpoints?.Save(_place);
        _saved = _context.Time.GetTimestamp();
    }

    void Report(double? loss)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        if (IsFirst) _context.Report("training", Done, Total, loss);
    }
}
