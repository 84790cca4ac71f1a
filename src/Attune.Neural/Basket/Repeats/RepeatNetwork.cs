namespace Attune.Neural;

/// <summary>A network that scores the items that users have bought before, all of a user together.</summary>
abstract class RepeatNetwork : Module
{
    /// <summary>B × S scores; those at padding mean nothing.</summary>
    internal abstract Tensor Forward(RepeatBatch batch);

    /// <summary>What the rows of a tensor stand for; null for those of layers.</summary>
    internal abstract RowIds? RowsOf(string name);

    /// <summary>Makes items that no example holds like each other: none of them will be learned.</summary>
    internal virtual void Level(IEnumerable<int> items)
    {
    }

    /// <summary>What the network has to say of itself.</summary>
    internal virtual IReadOnlyList<KeyValuePair<string, string>> Facts => [];
}
