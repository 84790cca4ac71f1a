namespace Attune;

/// <summary>The chunks that ended last, latest first. Deterministic; of equal times the lower number.</summary>
sealed record RecentSampler : ISubsetSampler
{
    public string Name => "recent";

    public bool NeedsRepresentation => false;

    public int[] Select(SubsetTask task)
    {
        task.Check();
        if (!task.Candidates.Data.HasTimes) throw new ArgumentException($"{Name} chooses the latest chunks, and the events of {task.Candidates.Data.Name} have no times; read a column of times, or choose another way.", nameof(task));
        // Milliseconds since 1970 are whole numbers that a double holds exactly.
        return Draws.Largest([.. Enumerable.Range(0, task.Candidates.Count).Select(c => (double)task.Candidates.EndOf(c)!.Value.ToUnixTimeMilliseconds())], task.Count);
    }
}
