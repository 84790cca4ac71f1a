namespace Attune;

/// <summary>What every fitted model offers beyond <see cref="IRecommender.Score"/>, written once.</summary>
public static partial class Recommender
{
    /// <summary>The model's name: the kebab-case of its options record.</summary>
    public static string NameOf(this IRecommender model) => Options.NameOf(model.Trainer.GetType());

    /// <summary>The name of the model that answers this query: the model itself, unless it hands the query on to a fallback.</summary>
    public static string SourceOf(this IRecommender model, Query query) => model.AnsweringTo(query).NameOf();

    /// <summary>The model that answers this query in the end, however many hand it on.</summary>
    internal static IRecommender AnsweringTo(this IRecommender model, Query query) => model is IDelegates d ? d.Answering(query).AnsweringTo(query) : model;
}
