using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Encoded click rows in memory. Immutable. The order of an epoch is a permutation drawn from seed and epoch (Fisher and Yates).</summary>
public sealed class ClickTable : IClickSource
{
    readonly Lazy<string> _fingerprint;
    Order? _order;

    ClickTable(ClickFields fields, ClickRows rows, long[]? times)
    {
        (Fields, Rows, Times) = (fields, rows, times ?? []);
        _fingerprint = new(Named);
    }

    /// <summary>A table of rows that are encoded already; nothing is copied.</summary>
    /// <exception cref="ArgumentException">The rows do not fit the fields or lack labels.</exception>
    public static ClickTable Of(ClickFields fields, ClickRows rows)
    {
        if (rows.Columns != fields.Columns) throw new ArgumentException($"The rows have {rows.Columns} columns where the fields have {fields.Columns}.", nameof(rows));
        if (rows.Labels.Length != rows.Count || rows.Values is { } v && v.Length != rows.Codes.Length || rows.Weights is { } w && w.Length != rows.Count)
            throw new ArgumentException($"There are {rows.Count} rows, but {rows.Labels.Length} labels, {rows.Values?.Length ?? rows.Codes.Length} values and {rows.Weights?.Length ?? rows.Count} weights; give one label and weight to every row, and a value to every code.", nameof(rows));
        for (var c = 0; c < rows.Codes.Length; c++)
            if (OutOfField(fields, rows.Columns, c, rows.Codes[c]) is { } field) throw new ArgumentException($"Row {c / rows.Columns} has the code {rows.Codes[c]} in field '{field.Name}', which has {field.Offset} to {field.Offset + field.Size - 1}.", nameof(rows));
        return new ClickTable(fields, rows, null);
    }

    /// <summary>Rows of a source under an encoder that training rows were fitted with.</summary>
    /// <exception cref="DataException">A row cannot be read, or all are too many for memory.</exception>
    public static ClickTable Of(ClickRecords rows, ClickEncoder encoder, CancellationToken cancel = default)
    {
        var blocks = new ClickBlocks(rows, encoder);
        var (codes, values, labels, weights, times) = (new List<int>(), new List<float>(), new List<float>(), new List<float>(), new List<long>());
        foreach (var block in blocks.Read(1 << 14, cancel))
        {
            if ((long)codes.Count + block.Codes.Length > Array.MaxLength) throw new DataException($"{rows.Name} has more than {Array.MaxLength} codes, too many for a table in memory; write a file of clicks instead (ClickFile.Write, attune data clicks --to).");
            codes.AddRange(block.Codes);
            if (block.Values is { } v) values.AddRange(v);
            labels.AddRange(block.Labels);
            if (block.Weights is { } w) weights.AddRange(w);
            times.AddRange(blocks.Times);
        }
        var (columns, areLabels) = (encoder.Fields.Columns, encoder.Fields.AreLabels);
        return new ClickTable(encoder.Fields, new ClickRows(columns, [.. codes], areLabels ? null : [.. values], [.. labels], encoder.Schema.Weight is null ? null : [.. weights]), encoder.Schema.Time is null ? null : [.. times]);
    }

    /// <summary>Training rows of a source: fits the encoder on them and encodes them.</summary>
    public static ClickTable Of(ClickRecords rows, ClickSchema? schema = null, CancellationToken cancel = default) => Of(rows, ClickEncoder.Fit(rows, schema, cancel), cancel);

    /// <summary>
    /// Training rows of events: each is a row of user, item, their features and the circumstances. What speaks for an item is a click and an impression is none; data without impressions needs drawn ones
    /// (<see cref="ClickOptions.Negatives"/>).
    /// </summary>
    public static ClickTable Of(Dataset data, ClickOptions? options = null, CancellationToken cancel = default)
    {
        var rows = new EventClicks(data, options ?? new ClickOptions());
        return Of(rows, (options ?? new ClickOptions()).SchemaOf(rows.Schema), cancel);
    }

    /// <summary>Held-out events under the encoder of a training table.</summary>
    public static ClickTable Of(Dataset data, ClickEncoder encoder, ClickOptions? options = null, CancellationToken cancel = default) =>
        Of(new EventClicks(data, options ?? new ClickOptions()) { Expected = [.. encoder.Schema.Fields.Select(f => f.Source)] }, encoder, cancel);

    /// <inheritdoc/>
    public ClickFields Fields { get; }

    /// <summary>All rows in their order. Not to be changed.</summary>
    public ClickRows Rows { get; }

    /// <summary>Unix milliseconds of every row; empty where the source has no times.</summary>
    public IReadOnlyList<long> Times { get; }

    /// <inheritdoc/>
    public long Count => Rows.Count;

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Some of the rows, in the order given.</summary>
    public ClickTable Take(ReadOnlySpan<int> rows)
    {
        var times = Times.Count == 0 ? null : new long[rows.Length];
        for (var r = 0; r < times?.Length; r++) times[r] = Times[rows[r]];
        return new ClickTable(Fields, Rows.Take(rows), times);
    }

    /// <inheritdoc/>
    public int StepsOf(int size) => ClickSteps.Of(Count, size);

    /// <inheritdoc/>
    public ClickRows Batch(int size, Seed seed, int epoch, int step)
    {
        ClickSteps.Check(Count, size, step);
        var order = Volatile.Read(ref _order);
        if (order is null || order.Seed != seed || order.Epoch != epoch) Volatile.Write(ref _order, order = Order.Of(Rows.Count, seed, epoch));
        var from = step * size;
        return Rows.Take(order.Rows.AsSpan(from, Math.Min(size, Rows.Count - from)));
    }

    /// <inheritdoc/>
    public IEnumerable<ClickRows> Blocks(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        for (var from = 0; from < Rows.Count; from += size) yield return Rows.Slice(from, Math.Min(size, Rows.Count - from));
    }

    static ClickField? OutOfField(ClickFields fields, int columns, int at, int code)
    {
        var field = fields.OfColumn(at % columns);
        return code < field.Offset || code >= field.Offset + field.Size ? field : null;
    }

    string Named()
    {
        Seed hash = 0;
        foreach (var f in Fields.Fields) hash = hash.Derive(f.Name).Derive(f.Size).Derive(f.Columns);
        foreach (var code in Rows.Codes) hash = hash.Derive(code);
        foreach (var value in Rows.Values ?? []) hash = hash.Derive(BitConverter.SingleToInt32Bits(value));
        foreach (var label in Rows.Labels) hash = hash.Derive(label > 0 ? 1 : 0);
        foreach (var weight in Rows.Weights ?? []) hash = hash.Derive(BitConverter.SingleToInt32Bits(weight));
        return string.Create(CultureInfo.InvariantCulture, $"{Count} click rows of {Fields.Fields.Count} fields ({hash.Value:x16})");
    }

    sealed record Order(Seed Seed, int Epoch, int[] Rows)
    {
        internal static Order Of(int count, Seed seed, int epoch)
        {
            var rows = new int[count];
            for (var r = 0; r < count; r++) rows[r] = r;
            var random = seed.Derive("rows").Derive(epoch).Stream();
            random.Shuffle<int>(rows);
            return new Order(seed, epoch, rows);
        }
    }
}
