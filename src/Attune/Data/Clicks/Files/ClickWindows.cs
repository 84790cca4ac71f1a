using Attune.Numerics;

namespace Attune;

/// <summary>The order of an epoch over a file: groups in a drawn order, parted into windows.</summary>
sealed class ClickWindows
{
    readonly int[] _groups;
    readonly long[] _starts;
    readonly int _size;

    ClickWindows(Seed seed, int epoch, int[] groups, long[] starts, int size) => (Seed, Epoch, _groups, _starts, _size) = (seed, epoch, groups, starts, size);

    internal Seed Seed { get; }

    internal int Epoch { get; }

    internal static ClickWindows Of(ClickFileReader reader, int size, Seed seed, int epoch)
    {
        int[] groups = [.. Enumerable.Range(0, reader.Groups)];
        var random = seed.Derive("groups").Derive(epoch).Stream();
        random.Shuffle<int>(groups);
        var starts = new long[(groups.Length + size - 1) / size + 1];
        for (var g = 0; g < groups.Length; g++) starts[g / size + 1] += reader.RowsOf(groups[g]);
        for (var w = 1; w < starts.Length; w++) starts[w] += starts[w - 1];
        return new ClickWindows(seed, epoch, groups, starts, size);
    }

    /// <summary>The window that holds a place of the epoch.</summary>
    internal int WindowOf(long place)
    {
        var at = Array.BinarySearch(_starts, place);
        return at >= 0 ? at : ~at - 1;
    }

    internal ClickWindow Read(ClickFileReader reader, int window)
    {
        var rows = reader.Read(_groups[(window * _size)..Math.Min(_groups.Length, (window + 1) * _size)]);
        int[] places = [.. Enumerable.Range(0, rows.Count)];
        var random = Seed.Derive("window").Derive(Epoch).Derive(window).Stream();
        random.Shuffle<int>(places);
        return new ClickWindow(this, window, _starts[window], rows, places);
    }
}
