namespace Attune;

/// <summary>A measure of quality, as a value whose name round-trips: <c>Ndcg.At(10)</c> ⇄ <c>"ndcg@10"</c>.</summary>
public interface IMetric
{
    /// <summary>The name as written in commands and results: kebab-case of the class, and <c>@k</c> where lists are cut.</summary>
    string Name { get; }

    /// <summary>Whether a larger value is better; false for errors, null where neither end is good (popularity).</summary>
    bool? HigherIsBetter => true;
}
