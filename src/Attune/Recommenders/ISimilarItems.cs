namespace Attune;

/// <summary>A model with its own notion of how alike two items are.</summary>
public interface ISimilarItems : IRecommender
{
    /// <summary>Writes the similarity of <paramref name="item"/> to every item of the catalog; NaN where there is none.</summary>
    void Similarities(int item, Span<float> scores);
}
