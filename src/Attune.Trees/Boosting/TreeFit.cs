using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Fitted = Microsoft.ML.Data.BinaryPredictionTransformer<Microsoft.ML.Calibrators.CalibratedModelParametersBase<Microsoft.ML.Trainers.FastTree.FastTreeBinaryModelParameters, Microsoft.ML.Calibrators.PlattCalibrator>>;

namespace Attune.Trees;

/// <summary>Grows trees with FastTree of ML.NET and copies them; nothing else of the library knows ML.NET.</summary>
static class TreeFit
{
    // FastTree says no more of where it is than this line of its log, before each tree.
    const string BeforeATree = "numTotalTrees left";

    /// <summary>Learns the log-odds of the label. Where all labels are alike there is nothing to tell apart, and no tree.</summary>
    internal static BoostedTrees Of(TreeRows rows, BoostingOptions options, FitContext context)
    {
        context.Report("learning", 0, options.Trees);
        var trees = rows.Labels.Contains(true) && rows.Labels.Contains(false) ? Copied(Train(rows, options, context).Model, rows.Width) : BoostedTrees.None;
        context.Report("learning", options.Trees, options.Trees);
        return trees;
    }

    /// <summary>The model as ML.NET has it.</summary>
    internal static Fitted Train(TreeRows rows, BoostingOptions options, FitContext context)
    {
        var (ml, done) = (new MLContext(options.Seed), 0);
        // Its own cancellation is not public. Its log is written by the thread that trains, so what is thrown here ends the training.
        ml.Log += (_, line) =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (line.RawMessage.StartsWith(BeforeATree, StringComparison.Ordinal) && done++ > 0 && done <= options.Trees) context.Report("learning", done - 1, options.Trees);
        };
        var trainer = ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfTrees = options.Trees,
            NumberOfLeaves = options.Leaves,
            LearningRate = options.LearningRate,
            MinimumExampleCountPerLeaf = options.LeastRows,
            FeatureFraction = options.FeatureFraction,
            Seed = options.Seed,
            FeatureSelectionSeed = options.Seed,
            NumberOfThreads = 1,
            MemoryStatistics = false,
        });
        // FastTree hands each piece of its work to the thread pool and waits for it. A thread of the pool then does it itself; any other would be waiting for one to wake up, tens of thousands of times.
        return Task.Run(() => trainer.Fit(View(ml, rows, context.Cancellation))).GetAwaiter().GetResult();
    }

    /// <summary>Rows as ML.NET reads them.</summary>
    internal static IDataView View(MLContext ml, TreeRows rows, CancellationToken cancellation = default)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        return ml.Data.LoadFromEnumerable(All(), schema);

        IEnumerable<Row> All()
        {
            for (var r = 0; r < rows.Count; r++)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new Row { Features = rows[r].ToArray(), Label = rows.Labels[r] };
            }
        }
    }

    // The calibrator makes log-odds of a sum of leaves by a factor and a summand, which go into the leaves and the bias.
    static BoostedTrees Copied(CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> model, int width)
    {
        var (ensemble, scale) = (model.SubModel.TrainedTreeEnsemble, -model.Calibrator.Slope);
        var trees = ensemble.Trees;
        return new(width,
            [.. trees.Select(t => t.NumberOfNodes)],
            [.. trees.SelectMany(t => t.NumericalSplitFeatureIndexes)],
            [.. trees.SelectMany(t => t.NumericalSplitThresholds)],
            [.. trees.SelectMany(t => t.LeftChild)],
            [.. trees.SelectMany(t => t.RightChild)],
            [.. trees.Zip(ensemble.TreeWeights).SelectMany(t => t.First.LeafValues.Select(v => (float)(scale * t.Second * v)))],
            (float)(scale * ensemble.Bias - model.Calibrator.Offset));
    }

    sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
