using System.Text.Json;

namespace Attune.Neural;

/// <summary>A file with one JSON object per line, added to: where training begins, every few steps, and every epoch. A reader may follow it while it grows.</summary>
sealed class TrainingLog : IDisposable
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);
    readonly FileStream _file;
    readonly TimeProvider _time;
    readonly long _start;
    long _last, _cells;

    internal TrainingLog(string path, TimeProvider time)
    {
        (_time, _start) = (time, time.GetTimestamp());
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    }

    double Seconds => Math.Round(_time.GetElapsedTime(_start).TotalSeconds, 3);

    public void Dispose() => _file.Dispose();

    internal void Begin(TrainingPlace place, int steps)
    {
        _last = _time.GetTimestamp();
        Line(new { begin = (long)place.Epoch * steps + place.Step, epoch = place.Epoch + 1, time = _time.GetUtcNow() });
    }

    internal void Step(TrainingPlace place, TrainingLoop loop, double loss, double? norm, long cells, long targets)
    {
        _cells += cells;
        if (place.Step % loop.LogEvery != 0 && place.Step != loop.Steps) return;
        var passed = _time.GetElapsedTime(_last).TotalSeconds;
        Line(new StepLine
        {
            Step = (long)place.Epoch * loop.Steps + place.Step,
            Epoch = place.Epoch + 1,
            Loss = loss,
            LearningRate = loop.Optimizer.LearningRate,
            Beta2 = HalfLifeOf(loop.Optimizer) is { } halfLife ? HalfLife.ToDecay(halfLife, targets) : null,
            GradientNorm = norm,
            TokensPerSecond = passed > 0 ? Math.Round(_cells / passed) : 0,
            Seconds = Seconds,
        });
        (_last, _cells) = (_time.GetTimestamp(), 0);
    }

    /// <summary>The value is that of the last measurement where training is watched: the best so far, and its epoch.</summary>
    internal void Epoch(int epoch, double loss, EarlyStopping? watched)
    {
        Line(new { epoch, loss, bestEpoch = watched?.BestEpoch, best = watched is { BestValue: var v } && double.IsFinite(v) ? v : (double?)null, seconds = Seconds });
        _file.Flush();
    }

    static double? HalfLifeOf(Optimizer optimizer) => optimizer switch
    {
        Adam { Beta2HalfLife: > 0 and var targets } => targets,
        Adafactor { Beta2HalfLife: > 0 and var targets } => targets,
        Muon { Beta2HalfLife: > 0 and var targets } => targets,
        _ => null,
    };

    void Line<T>(T line)
    {
        _file.Write(JsonSerializer.SerializeToUtf8Bytes(line, s_json));
        _file.WriteByte((byte)'\n');
        _file.Flush();
    }
}
