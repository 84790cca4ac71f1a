using System.Diagnostics;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>What the network of <see cref="Case"/> promises whatever it has learned: neither the order of a user's items nor what others in the batch have counts, and its time grows with the number of items alone.</summary>
static class SetChecks
{
    /// <summary>The greatest difference between the scores of items in another order and the scores in that order.</summary>
    internal static double OrderError(Case options, int size = 50)
    {
        using var pass = new ScoringPass();
        using var network = NetworkOf(options, size);
        var batch = new RepeatBatch([Random(size, 1)], [0], size);
        var features = options.WithoutCadence ? default : network.Kernels!.Sparse(batch);
        long[] order = [.. Enumerable.Range(0, size).Select(s => (long)s)];
        ((Seed)3).Stream().Shuffle(order.AsSpan());
        var turn = Tensor.Wrap(order, size);
        var turned = network.Own(batch.Rows.IndexSelect(1, turn), features.IsDefined ? features.IndexSelect(1, turn) : default, default);
        return Difference(network.Own(batch.Rows, features, default).IndexSelect(1, turn), turned);
    }

    /// <summary>The greatest difference between the scores of a user alone and beside one with many more items.</summary>
    internal static double PaddingError(Case options, int size = 20, int beside = 120)
    {
        using var pass = new ScoringPass();
        using var network = NetworkOf(options, beside);
        var (few, many) = (Random(size, 1), Random(beside, 2));
        return Difference(network.Forward(new RepeatBatch([few], [0], beside)), network.Forward(new RepeatBatch([few, many], [0, 1], beside)).Narrow(0, 0, 1).Narrow(1, 0, size));
    }

    /// <summary>Seconds that one thread takes to score a user with so many items: the least of several tries each.</summary>
    internal static IReadOnlyDictionary<int, double> Times(Case options, IEnumerable<int> sizes, int tries = 5)
    {
        var times = new Dictionary<int, double>();
        foreach (var size in sizes)
        {
            using var pass = new ScoringPass();
            using var network = NetworkOf(options, size);
            var history = Random(size, 1);
            times[size] = double.PositiveInfinity;
            for (var t = 0; t <= tries; t++)
            {
                using var scope = new Scope();
                var start = Stopwatch.GetTimestamp();
                network.Forward(new RepeatBatch([history], [0], size));
                // The first prepares memory and operators.
                if (t > 0) times[size] = Math.Min(times[size], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return times;
    }

    static CaseNetwork NetworkOf(Case options, int items) => (CaseNetwork)((IRepeatTrainer)options).Network(new Init(options.Seed), 1, items);

    // So many items, each bought on one to nine days of the last year.
    static PurchaseHistory Random(int size, Seed seed)
    {
        var (items, times, stream) = (new List<int>(), new List<long>(), seed.Stream());
        for (var i = 0; i < size; i++)
            for (var n = stream.NextInt(9); n >= 0; n--)
            {
                items.Add(i);
                times.Add((399 - stream.NextInt(364)) * 86_400_000L);
            }
        return PurchaseHistory.Of([.. items], [.. times], 400);
    }

    static double Difference(Tensor a, Tensor b) => (a - b).Abs().Max().Item();
}
