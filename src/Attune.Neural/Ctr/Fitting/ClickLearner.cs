using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Learns click rows. While one step is learned the rows of the next are read on another thread, within an epoch alone: between epochs whoever measures may read the same source. What is learned does not
/// depend on it.
/// </summary>
sealed class ClickLearner(IClickSource source, ClickTrainer options, ClickNetwork network) : ILearner, IDisposable
{
    readonly int[] _room = new int[source.Fields.Codes];
    (int Epoch, int Step) _ahead = (-1, -1);
    Task<ClickRows>? _next;
    (int Epoch, int Step) _held = (-1, -1);
    ClickRows _rows = null!;

    public int Steps { get; } = source.Count == 0 ? 0 : source.StepsOf(options.BatchSize);

    public long Targets => source.Count;

    public string Data => source.Fingerprint;

    public long TargetsOf(Part part) => RowsOf(part).Count;

    public Learned Learn(Part part)
    {
        var batch = Of(part);
        // One row has no variance: its norm is that of what came before.
        var alone = options.BatchNorm && batch.Rows.Count == 1;
        if (alone) network.Train(false);
        var loss = network.Backward(batch, options.EmbeddingRegularization);
        if (alone) network.Train();
        return new Learned(loss, batch.Share, batch.Rows.Count, batch.StepRows);
    }

    /// <summary>Waits for what is still being read.</summary>
    public void Dispose()
    {
        try
        {
            _next?.Wait();
        }
        catch (AggregateException)
        {
            // Nobody will ask for these rows any more.
        }
    }

    // A part is a stretch of the step's rows; one that is empty repeats the first row and weighs nothing.
    ClickBatch Of(Part part)
    {
        var rows = RowsOf(part);
        if (part.Of == 1) return ClickBatch.Of(rows, _room);
        var (from, to) = ((int)((long)rows.Count * part.Index / part.Of), (int)((long)rows.Count * (part.Index + 1) / part.Of));
        var slice = rows.Slice(from == to ? 0 : from, Math.Max(1, to - from));
        return ClickBatch.Of(slice, _room, from == to ? 0 : WeightOf(slice) / WeightOf(rows), rows.Count);
    }

    static double WeightOf(ClickRows rows) => rows.Weights?.Sum(w => (double)w) ?? rows.Count;

    ClickRows RowsOf(Part part)
    {
        var place = (part.Epoch, part.Step);
        if (_held == place) return _rows;
        var ahead = _ahead == place ? _next : null;
        if (ahead is null) _next?.Wait();
        (_held, _rows) = (place, ahead?.GetAwaiter().GetResult() ?? Read(place));
        (_ahead, _next) = ((part.Epoch, part.Step + 1), part.Step + 1 < Steps ? Task.Run(() => Read((part.Epoch, part.Step + 1))) : null);
        return _rows;
    }

    ClickRows Read((int Epoch, int Step) place) => source.Batch(options.BatchSize, ((Seed)options.Seed).Derive("rows"), place.Epoch, place.Step);
}
