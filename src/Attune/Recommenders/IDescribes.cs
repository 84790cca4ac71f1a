namespace Attune;

/// <summary>A model with something to say of itself that its options do not show: what it is made of, and what it costs to serve.</summary>
public interface IDescribes : IRecommender
{
    /// <summary>Facts in words, with their names.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Facts { get; }
}
