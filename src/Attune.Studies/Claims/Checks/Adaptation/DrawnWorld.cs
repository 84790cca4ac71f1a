namespace Attune.Studies;

/// <summary>Made-up candidates and a reference of two of their groups, as vectors: as numbers of double precision for searches over everything, and as a representation for samplers.</summary>
sealed class DrawnWorld : IDisposable
{
    internal DrawnWorld(int candidates, int references, int dimension, int groups = 5, int seed = 7, long ceiling = 1 << 30, FitContext? context = null)
    {
        var representer = new DrawnChunks(dimension, groups, seed);
        var all = DrawnChunks.Chunks(candidates + groups * references);
        Candidates = all.Take([.. Enumerable.Range(0, candidates)]);
        var reference = all.Take([.. Enumerable.Range(candidates, groups * references).Where(c => c % groups < 2).Take(references)]);
        Representation = Representation.Dense(representer, Candidates, reference, ceiling, context);
        (Units, Target) = (UnitsOf(representer, Candidates), UnitsOf(representer, reference));
    }

    internal HistoryChunks Candidates { get; }

    internal Representation Representation { get; }

    /// <summary>Vectors of length 1.</summary>
    internal double[][] Units { get; }

    internal double[][] Target { get; }

    internal SubsetTask Task(int count, int seed = 42, int threads = 2) => new() { Candidates = Candidates, Count = count, Representation = Representation, Seed = seed, Context = new FitContext { Threads = threads } };

    internal static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public void Dispose() => Representation.Dispose();

    static double[][] UnitsOf(IChunkRepresenter representer, HistoryChunks chunks)
    {
        var rows = new float[chunks.Count * representer.Dimension];
        representer.Represent(chunks, [.. Enumerable.Range(0, chunks.Count)], rows);
        return [.. rows.Chunk(representer.Dimension).Select(row =>
        {
            var norm = Math.Sqrt(row.Sum(v => (double)v * v));
            return Array.ConvertAll(row, v => v / norm);
        })];
    }
}
