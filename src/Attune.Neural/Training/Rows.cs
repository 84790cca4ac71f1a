namespace Attune.Neural;

/// <summary>Work on rows, shared out among libtorch's number of threads in chunks that depend on the sizes alone.</summary>
static class Rows
{
    /// <summary>Runs <paramref name="body"/> for every row from 0; <paramref name="work"/> is about how many numbers one row touches.</summary>
    internal static void ForEach(int rows, long work, Action<int> body)
    {
        var size = (int)Math.Clamp((1 << 16) / Math.Max(1, work), 1, Math.Max(1, rows));
        Chunks(rows, size, (start, end) =>
        {
            for (var r = start; r < end; r++) body(r);
        });
    }

    /// <summary>Runs <paramref name="body"/> for every stretch of <paramref name="size"/> rows.</summary>
    internal static void Chunks(int rows, int size, Action<int, int> body)
    {
        var chunks = (rows + size - 1) / size;
        if (chunks < 2 || Torch.Threads == 1)
            for (var c = 0; c < chunks; c++) body(c * size, Math.Min(rows, (c + 1) * size));
        else Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = Torch.Threads }, c => body(c * size, Math.Min(rows, (c + 1) * size)));
    }
}
