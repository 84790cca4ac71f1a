namespace Attune;

/// <summary>Some groups of a file in memory, and the order in which an epoch takes their rows.</summary>
sealed record ClickWindow(ClickWindows Order, int Number, long Start, ClickRows Rows, int[] Places)
{
    internal long End => Start + Places.Length;
}
