namespace Attune;

/// <summary>What members, fitted on a part of the training data, say of the rest: enough to tell how good each of them is, and any mean of them.</summary>
abstract class HeldQuality(int members)
{
    internal int Members => members;

    /// <summary>One member alone: RMSE of ratings, NDCG@10 of lists.</summary>
    internal abstract double Alone(int member);

    /// <summary>The mean by weights of 0 or more, not all 0: the higher, the better.</summary>
    internal abstract double Quality(ReadOnlySpan<double> weights, FitContext context);

    /// <summary>The inner split; null where the data is too small for one.</summary>
    protected static Split? Part(Ensemble ensemble, ITrainer[] members, Dataset data) => InnerMembers.Part(members, data, ensemble.HoldOut, ensemble.Seed);

    /// <summary>One member, fitted for no longer than it is asked.</summary>
    protected static IRecommender Fitted(ITrainer member, Dataset data, FitContext context) => ((ITrainer[])[member]).Fit(data, context, null)[0];
}
