namespace Attune;

/// <summary>A model of clicks: it says how likely each of some rows is clicked, and so ranks candidates.</summary>
public interface IClickModel : IRecommender
{
    /// <summary>The fields that it was trained on.</summary>
    ClickFields Fields { get; }

    /// <summary>Writes the probability of a click on each row, 0 to 1. Labels and weights are not read.</summary>
    /// <param name="rows">Rows encoded with <see cref="Fields"/>.</param>
    /// <param name="probabilities">As many as rows.</param>
    void Predict(ClickRows rows, Span<float> probabilities);
}
