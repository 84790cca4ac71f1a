namespace Attune;

/// <summary>At random, every chunk as likely.</summary>
sealed record RandomSampler : ISubsetSampler
{
    public string Name => "random";

    public bool NeedsRepresentation => false;

    public int[] Select(SubsetTask task)
    {
        task.Check();
        return Draws.Largest(KeysOf(task), task.Count);
    }

    internal static double[] KeysOf(SubsetTask task)
    {
        var (keys, seed) = (new double[task.Candidates.Count], task.SeedOf("random"));
        for (var i = 0; i < keys.Length; i++) keys[i] = Draws.Unit(seed, i);
        return keys;
    }
}
