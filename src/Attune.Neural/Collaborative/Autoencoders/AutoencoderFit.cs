namespace Attune.Neural;

/// <summary>How autoencoders over preferences are trained.</summary>
static partial class AutoencoderFit
{
    /// <summary>The fitted model over saved weights.</summary>
    internal static IRecommender Restore(IAutoencoder options, Catalog catalog, Weights weights) => new Model(options, catalog, weights);

    internal static IRecommender Run(IAutoencoder options, Dataset data, FitContext? given)
    {
        var trainer = (NetworkTrainer)options;
        var context = CollaborativeFit.Begin(trainer, given);
        var catalog = Catalog.Of(data);
        var init = new Init(trainer.Seed, TrainingDevice.Of(context));
        using var network = new AutoencoderNetwork(init, catalog.Items.Count, options);
        WarmStart.Copy(trainer, context, network, catalog, AutoencoderNetwork.RowsOf);
        var learner = new AutoencoderLearner(options, network, data.Preferences, init);
        return CollaborativeFit.Run(trainer, context, network, learner, () => new Model(options, catalog, CollaborativeFit.WeightsOf(network)));
    }
}
