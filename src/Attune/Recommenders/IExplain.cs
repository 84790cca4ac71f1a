namespace Attune;

/// <summary>A model that can say which history items its score of an item comes from, faster than by leaving each out in turn.</summary>
public interface IExplain : IRecommender
{
    /// <summary>Writes what each item of the query's history contributes to the score of <paramref name="item"/>, in the order of the history.</summary>
    void Contributions(Query query, int item, Span<float> contributions);
}
