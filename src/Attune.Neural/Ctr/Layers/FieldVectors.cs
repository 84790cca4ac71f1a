using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// One table of vectors for the codes of all fields, codes × width, and a field's vector of a row: Σ over its columns of value · E[code]. In the machine's memory rows are read straight from the codes,
/// and gradients are summed for each code that occurs, fields side by side: the same on any number of threads.
/// </summary>
sealed class FieldVectors : Module
{
    readonly Tensor _table;
    readonly (int Column, int Columns)[] _fields;
    readonly bool _single;
    readonly int _width;

    internal FieldVectors(Init init, ClickFields fields, int width, double deviation)
    {
        (_width, _fields) = (width, [.. fields.Fields.Select(f => (f.Column, f.Columns))]);
        _single = fields.Fields.All(f => f.Columns == 1);
        _table = Add("weight", () => init.Normal([fields.Codes, width], deviation), decays: false, isTable: true);
    }

    internal bool InMemory => _table is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu };

    /// <summary>Rows × fields × width, outside what is recorded.</summary>
    internal Tensor Gather(ClickRows rows)
    {
        var (width, result) = (_width, Tensor.Empty([rows.Count, _fields.Length, _width]));
        Rows.ForEach(rows.Count, 2L * _fields.Length * width, n => GatherRow(rows, n, _table.Span<float>(), result.Span<float>().Slice(n * _fields.Length * width, _fields.Length * width)));
        return result;
    }

    /// <summary>The same by operators that record gradients, on any device and in any precision, and what <see cref="AddGradient"/> is checked against.</summary>
    internal Tensor Recorded(ClickRows rows)
    {
        using var scope = new Scope();
        var codes = Tensor.Empty([rows.Codes.Length], DType.Int64);
        var to = codes.Span<long>();
        for (var p = 0; p < to.Length; p++) to[p] = rows.Codes[p];
        var all = Tensor.Embedding(_table, codes.Reshape(rows.Count, rows.Columns).To(_table.Device), sparse: true);
        if (rows.Values is { } values) all *= Tensor.Of<float>(values, rows.Count, rows.Columns, 1).To(_table.DType).To(_table.Device);
        return scope.Return(_single ? all : Tensor.Stack([.. _fields.Select(f => all.Narrow(1, f.Column, f.Columns).Sum(1))], 1));
    }

    /// <summary>Adds the gradient of the fields' vectors, rows × fields × width, to that of the rows of the table, and λ times these rows themselves.</summary>
    internal void AddGradient(ClickBatch batch, Tensor gradient, double regularization)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var (distinct, whole) = (batch.Distinct, gradient.Contiguous());
        var sums = Tensor.Zeros([distinct.Length, _width]);
        if (regularization > 0) AddRows(distinct, (float)regularization, sums.Span<float>());
        // The codes of a field are its own: fields never meet in a sum.
        Rows.ForEach(_fields.Length, (long)batch.Rows.Count * _width * 2, f => AddField(batch, f, whole.Span<float>(), sums.Span<float>()));
        var rows = s_sorted.Call(Tensor.Sparse(Tensor.Wrap(distinct, 1, distinct.Length), sums, _table.Shape), true);
        _table.Gradient = _table.Gradient is { IsDefined: true } before ? before + rows : rows;
    }

    // Says of a sparse tensor that its places are sorted and each there once.
    static readonly Operator s_sorted = new("aten::_coalesced_");

    void GatherRow(ClickRows rows, int n, ReadOnlySpan<float> table, Span<float> result)
    {
        var width = _width;
        var codes = rows.Codes.AsSpan(n * rows.Columns, rows.Columns);
        if (_single && rows.Values is null)
        {
            for (var f = 0; f < codes.Length; f++) table.Slice(codes[f] * width, width).CopyTo(result[(f * width)..]);
            return;
        }
        result.Clear();
        for (var f = 0; f < _fields.Length; f++)
        {
            var sum = result.Slice(f * width, width);
            for (var c = _fields[f].Column; c < _fields[f].Column + _fields[f].Columns; c++)
                if (ValueOf(rows, n * rows.Columns + c) is not 0 and var value) Vectors.Axpy(value, table.Slice(codes[c] * width, width), sum);
        }
    }

    void AddField(ClickBatch batch, int field, ReadOnlySpan<float> gradient, Span<float> sums)
    {
        var (rows, (column, columns)) = (batch.Rows, _fields[field]);
        for (var n = 0; n < rows.Count; n++)
        {
            var own = gradient.Slice((n * _fields.Length + field) * _width, _width);
            for (var c = column; c < column + columns; c++)
            {
                var p = n * rows.Columns + c;
                if (batch.Slots[p] < 0) continue;
                var sum = sums.Slice(batch.Slots[p] * _width, _width);
                if (_width == 1) sum[0] += ValueOf(rows, p) * own[0];
                else Vectors.Axpy(ValueOf(rows, p), own, sum);
            }
        }
    }

    void AddRows(long[] distinct, float factor, Span<float> sums)
    {
        var table = _table.Span<float>();
        for (var d = 0; d < distinct.Length; d++) Vectors.Axpy(factor, table.Slice((int)distinct[d] * _width, _width), sums.Slice(d * _width, _width));
    }

    static float ValueOf(ClickRows rows, int place) => rows.Values is { } values ? values[place] : 1;
}
