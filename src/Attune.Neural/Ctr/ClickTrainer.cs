using System.ComponentModel.DataAnnotations;

namespace Attune.Neural;

/// <summary>
/// What all models of clicks share. Each field of a row has a vector e_f = Σ over its columns of value · E[code], where E (codes × EmbeddingSize) is one table for all fields; the model makes a
/// logit z of these, and σ(z) is the probability of a click. Learned by weighted binary cross-entropy. Gradients of tables come as the rows that a batch touches, so that a step costs what it reads;
/// <see cref="NetworkTrainer.Tables"/> says what happens to the others (lazy: nothing; dense: as PyTorch's Adam, a pass over the table). Weight decay never shrinks biases, norms, tables and the thresholds of ssr.
/// </summary>
public abstract record ClickTrainer : NetworkTrainer
{
    private protected ClickTrainer()
    {
    }

    /// <summary>Length of a field's vector. Default 16, as the papers'.</summary>
    [Range(1, 1024), Search(4, 64, Log = true, Step = 4)]
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>Rows in a step. Default 1024.</summary>
    [Range(1, 1_048_576), Search(256, 16_384, Log = true)]
    public int BatchSize { get; init; } = 1024;

    /// <summary>Step size of the optimizer. Default 0.001.</summary>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <summary>By what share of the learning rate the matrices shrink in every step (with adam: AdamW); biases, norms, tables and the thresholds of ssr never do. Default 0.</summary>
    [Range(0, 10.0)]
    public override double WeightDecay { get; init; }

    /// <summary>λ of λ ⁄ 2 · Σ e² over the vectors and weights that a batch looks up, each once, added to the loss; more = rare values say less. Default 0.</summary>
    [Range(0, 10.0), Search(1e-7, 1e-2, Log = true)]
    public double EmbeddingRegularization { get; init; }

    /// <summary>The share of the dense layers' results that is dropped while training; models without dense layers do not read it. Default 0.</summary>
    [Range(0, 1.0, MaximumIsExclusive = true), Search(0, 0.5)]
    public double Dropout { get; init; }

    /// <summary>Whether a batch norm stands before the function of each dense layer, and in ssr over the vectors that enter; models without dense layers do not read it. Default no.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>Passes over all rows; measure on rows that are held out and stop early. Default 10.</summary>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 10;

    /// <summary>Items drawn against each click where events are learned from; rows that are given have their own. Default null: none where the data has impressions, else 4.</summary>
    [Range(0, 1000)]
    public int? Negatives { get; init; }

    /// <summary>Labels that fewer rows have are taken for unknown where events are learned from. Default 1: none.</summary>
    [Range(1, 1_000_000), Search(1, 10, Log = true)]
    public int MinCount { get; init; } = 1;

    /// <summary>Standard deviation of the vectors' random start. Default 0.01.</summary>
    [Range(1e-9, 10.0)]
    public double Deviation { get; init; } = 0.01;

    /// <summary>Seed of the start, the order of rows and what is dropped. Default 42.</summary>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.Context;

    /// <inheritdoc/>
    public override bool WarmStarts => false;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * size.Vectors(EmbeddingSize + 1);

    /// <summary>Numbers that are learned beside the tables of vectors and first-order weights.</summary>
    /// <param name="fields">The fields of the rows.</param>
    public long DenseParameters(ClickFields fields) => CostOf(fields).Parameters;

    /// <summary>Floating-point operations of the matrix products for one row, two for each multiplication and addition; looking up vectors, norms and functions are not counted.</summary>
    /// <param name="fields">The fields of the rows.</param>
    public long FlopsPerRow(ClickFields fields) => CostOf(fields).Flops;

    /// <summary>Fits a model to rows, which may be in a file that is larger than memory.</summary>
    /// <param name="rows">What was shown and whether it was clicked.</param>
    /// <param name="context">Threads, progress, device, early stopping: its measure is given an <see cref="IClickModel"/>.</param>
    /// <exception cref="OptionsException">Options out of range; all that is wrong is said together.</exception>
    public IClickModel Fit(IClickSource rows, FitContext? context = null) => ClickFit.Fit(this, rows, context);

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => ClickFit.Fit(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => ClickFit.Restore(this, catalog, weights);

    /// <summary>Makes the untrained network.</summary>
    internal abstract ClickNetwork Network(Init init, ClickFields fields);

    /// <summary>Dense parameters and operations for such fields, by formula.</summary>
    internal abstract ClickCost CostOf(ClickFields fields);

    /// <summary>The same model with its dense part this wide; null where it has none that could be.</summary>
    internal virtual ClickTrainer? WithWidth(int width) => null;

    /// <summary>Widths are whole multiples of this.</summary>
    internal virtual int WidthStep => 1;

    /// <summary>What no range can say of the options; null where all is well.</summary>
    internal virtual IEnumerable<string?> Complaints => [];
}
