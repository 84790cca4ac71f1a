namespace Attune;

/// <summary>How rows become steps, for every source of clicks.</summary>
static class ClickSteps
{
    internal static int Of(long count, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return checked((int)((count + size - 1) / size));
    }

    internal static void Check(long count, int size, int step)
    {
        var steps = Of(count, size);
        if (step < 0 || step >= steps) throw new ArgumentOutOfRangeException(nameof(step), step, $"An epoch of {count} rows has {steps} batches of {size}, numbered from 0 to {steps - 1}.");
    }
}
