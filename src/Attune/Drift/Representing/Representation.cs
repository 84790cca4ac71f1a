namespace Attune;

/// <summary>
/// Candidates (chunks of new events) beside a reference (chunks of the newest events) as something that has similarities: what samplers choose by. Two kinds: vectors of an <see cref="IChunkRepresenter"/>, compared by their
/// cosine (<see cref="Dense"/>), and bags of items and kinds of events, compared by BM25 (<see cref="Tokens"/>). The score of a candidate is its mean similarity to the reference:
/// s(x) = (1 ⁄ r) Σ sim(x, x′) over the r chunks x′ of the reference (arXiv:2604.07739). Sums are taken in double precision, and none depends on the number of threads. Dispose of it, since vectors may lie in a temporary file.
/// </summary>
public abstract class Representation : IDisposable
{
    private protected Representation(string name, double[] scores, int references) => (Name, Values, References) = (name, scores, references);

    /// <summary>What stands for a chunk: <c>tokens</c>, or the name of the representer.</summary>
    public string Name { get; }

    /// <summary>How many candidates there are.</summary>
    public int Count => Values.Length;

    /// <summary>How many chunks the reference has.</summary>
    public int References { get; }

    /// <summary>The mean similarity of each candidate to the reference: of vectors from −1 to 1, by BM25 0 or more.</summary>
    public ReadOnlySpan<double> Scores => Values;

    /// <summary>Candidates without a vector, as of items that a model does not know: they are similar to nothing, and their score is 0.</summary>
    public int Empty { get; private protected init; }

    /// <summary>Seconds that representing and scoring took.</summary>
    public double Seconds { get; private protected init; }

    /// <summary>Floating-point operations by the formulas of the paper.</summary>
    public CostLedger Cost { get; private protected init; } = CostLedger.None;

    /// <summary>Whether the vectors lie in a temporary file, since they are larger than the ceiling.</summary>
    public bool IsOnDisk { get; private protected init; }

    /// <summary>Candidates as vectors.</summary>
    /// <param name="representer">Gives the vectors.</param>
    /// <param name="candidates">Of these something is chosen.</param>
    /// <param name="reference">These it shall be like; at least one. Never chunks of the events that models are to be measured on.</param>
    /// <param name="ceilingBytes">Bytes that the candidates' vectors may take in memory, 0 or more; beyond it they go to a temporary file, block by block. Default 512 MiB.</param>
    /// <param name="context">Progress, cancellation and threads.</param>
    /// <exception cref="DataException">There is no candidate or no reference, or the representer gives infinite numbers or none.</exception>
    public static Representation Dense(IChunkRepresenter representer, HistoryChunks candidates, HistoryChunks reference, long ceilingBytes = 512L << 20, FitContext? context = null)
    {
        Check(candidates, reference);
        ArgumentOutOfRangeException.ThrowIfNegative(ceilingBytes);
        return DenseRepresentation.Of(representer, candidates, reference, ceilingBytes, context ?? FitContext.Default);
    }

    /// <summary>Candidates as bags of the items and of the kinds of their events. A chunk of the reference is the query, a candidate the document, and the candidates are the collection.</summary>
    /// <param name="candidates">Of these something is chosen.</param>
    /// <param name="reference">These it shall be like; at least one, of the same data.</param>
    /// <param name="k1">How slowly a repeated item counts less, 0 or more. Default 1.2.</param>
    /// <param name="b">How much longer chunks are held to be repeating themselves, 0 to 1. Default 0.75.</param>
    /// <param name="context">Cancellation and threads.</param>
    /// <exception cref="DataException">There is no candidate or no reference, or they are not of the same data.</exception>
    public static Representation Tokens(HistoryChunks candidates, HistoryChunks reference, double k1 = 1.2, double b = 0.75, FitContext? context = null)
    {
        Check(candidates, reference);
        if (candidates.Data != reference.Data) throw new DataException("Candidates and reference are chunks of different data, whose items have other numbers; cut both from one data set.");
        if (!(k1 >= 0) || !double.IsFinite(k1)) throw new ArgumentOutOfRangeException(nameof(k1), k1, "k1 must be a number from 0, as in 1.2.");
        if (!(b is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(b), b, "b must be a number from 0 to 1, as in 0.75.");
        return TokenRepresentation.Of(candidates, reference, k1, b, context ?? FitContext.Default);
    }

    /// <summary>How similar candidate <paramref name="a"/> is to candidate <paramref name="b"/>: the cosine, or BM25 of document a for the query b.</summary>
    public abstract double Similarity(int a, int b);

    /// <summary>Lets a temporary file go.</summary>
    public virtual void Dispose()
    {
    }

    private protected double[] Values { get; }

    /// <summary>Lengths of the candidates' vectors before they were brought to length 1; null where there are none.</summary>
    internal abstract double[]? Norms { get; }

    /// <summary>sums[i] += scale · Σ sim(i, j) over the j of a subset, for all candidates i.</summary>
    internal abstract void AddSimilarities(ReadOnlySpan<int> subset, double scale, double[] sums, FitContext context);

    /// <summary>The sum of the unit vectors of some candidates; tokens have those of their BM25 weights.</summary>
    internal abstract UnitSum SumOf(ReadOnlySpan<int> subset);

    /// <summary>The sum of the unit vectors of the reference.</summary>
    internal abstract UnitSum ReferenceSum { get; }

    /// <summary>Unit vectors to cluster by: the candidates' own; of tokens a sketch.</summary>
    internal abstract RowStore Rows(FitContext context);

    /// <summary>How well candidates stand for these points, each a candidate too.</summary>
    internal abstract CoveredPoints Covering(int[] points);

    static void Check(HistoryChunks candidates, HistoryChunks reference)
    {
        if (candidates.Count == 0) throw new DataException($"{candidates.Data.Name} has no chunk to choose from; take a longer stretch of time or shorter chunks.");
        if (reference.Count == 0) throw new DataException($"{reference.Data.Name} has no chunk to compare with; take a longer reference or shorter chunks.");
    }
}
