namespace Attune;

/// <summary>A model made of models that lets one of them answer.</summary>
public interface IDelegates : IRecommender
{
    /// <summary>The model that answers this query.</summary>
    IRecommender Answering(Query query);
}
