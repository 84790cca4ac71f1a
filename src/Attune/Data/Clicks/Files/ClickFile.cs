using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Encoded click rows in a file that may be far larger than memory (docs/formats.md). Read in groups of rows: an epoch takes the groups in an order drawn from seed and epoch, a window of some groups at a
/// time, whose rows are shuffled among one another. Only one window is held. Many threads may read; they share the window.
/// </summary>
public sealed class ClickFile : IClickSource, IDisposable
{
    const int WindowGroups = 8;
    readonly ClickFileReader _reader;
    readonly int _groups;
    ClickWindows? _epoch;
    ClickWindow? _window;

    ClickFile(ClickFileReader reader, int groups) => (_reader, _groups) = (reader, groups);

    /// <summary>Opens a file that <see cref="Write(string, ClickFields, IEnumerable{ClickRows}, CancellationToken)"/> made.</summary>
    /// <param name="path">The file.</param>
    /// <param name="window">How many groups of 65,536 rows are shuffled together and held in memory: about 4 bytes × 65,536 × columns each, twice that where there are numbers. Default 8.</param>
    /// <exception cref="DataException">It is missing, no such file, cut short or of a newer version.</exception>
    public static ClickFile Open(string path, int window = WindowGroups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        return new ClickFile(ClickFileReader.Open(path), window);
    }

    /// <summary>Writes encoded rows as they come, in the memory of one group.</summary>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="DataException">There are no rows, or the file cannot be written.</exception>
    public static long Write(string path, ClickFields fields, IEnumerable<ClickRows> blocks, CancellationToken cancel = default) => ClickFileWriter.Write(path, fields, blocks, ClickFileHeader.DefaultGroup, cancel);

    /// <summary>Writes the rows of a source under an encoder that training rows were fitted with; one pass.</summary>
    public static long Write(string path, ClickRecords rows, ClickEncoder encoder, CancellationToken cancel = default) => Write(path, encoder.Fields, new ClickBlocks(rows, encoder).Read(1 << 13, cancel), cancel);

    /// <summary>Writes training rows: one pass to learn the fields, one to encode, in bounded memory.</summary>
    /// <returns>What was learned: encode validation and test rows with it.</returns>
    public static ClickEncoder Write(string path, ClickRecords rows, ClickSchema? schema = null, CancellationToken cancel = default)
    {
        var encoder = ClickEncoder.Fit(rows, schema, cancel);
        Write(path, rows, encoder, cancel);
        return encoder;
    }

    /// <inheritdoc/>
    public ClickFields Fields => _reader.Header.Fields;

    /// <inheritdoc/>
    public long Count => _reader.Rows;

    /// <inheritdoc/>
    public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"{Count} click rows of {Fields.Fields.Count} fields ({_reader.Hash:x16})");

    /// <inheritdoc/>
    public int StepsOf(int size) => ClickSteps.Of(Count, size);

    /// <inheritdoc/>
    /// <exception cref="DataException">A group that is read is damaged.</exception>
    public ClickRows Batch(int size, Seed seed, int epoch, int step)
    {
        ClickSteps.Check(Count, size, step);
        var order = Volatile.Read(ref _epoch);
        if (order is null || order.Seed != seed || order.Epoch != epoch) Volatile.Write(ref _epoch, order = ClickWindows.Of(_reader, _groups, seed, epoch));
        var (from, until) = ((long)step * size, Math.Min(Count, (long)(step + 1) * size));
        List<ClickRows> parts = [];
        while (from < until)
        {
            var number = order.WindowOf(from);
            var window = Volatile.Read(ref _window);
            if (window is null || window.Order != order || window.Number != number)
            {
                // The old window is let go before the new one is read, so that there is only ever one.
                Volatile.Write(ref _window, window = null);
                Volatile.Write(ref _window, window = order.Read(_reader, number));
            }
            var count = Math.Min(until, window.End) - from;
            parts.Add(window.Rows.Take(window.Places.AsSpan((int)(from - window.Start), (int)count)));
            from += count;
        }
        return ClickRows.Join(parts);
    }

    /// <inheritdoc/>
    public IEnumerable<ClickRows> Blocks(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        for (var g = 0; g < _reader.Groups; g++)
        {
            var group = _reader.Read([g]);
            for (var from = 0; from < group.Count; from += size) yield return group.Slice(from, Math.Min(size, group.Count - from));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _reader.Dispose();
}
