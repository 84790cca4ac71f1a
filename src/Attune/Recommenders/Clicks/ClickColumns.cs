namespace Attune;

/// <summary>The codes and values of all users, or of all items, in the columns of their fields; one more row at the end stands for whoever is not known.</summary>
sealed class ClickColumns
{
    readonly int[] _columns, _codes;
    readonly float[]? _values;
    readonly int _count;

    ClickColumns(int[] columns, int[] codes, float[]? values, int count) => (_columns, _codes, _values, _count) = (columns, codes, values, count);

    internal static ClickColumns Of(ClickEncoder encoder, string[] names, bool isUser, Vocabulary ids, Action<ClickRecord, string, int> fill)
    {
        var columns = ColumnsOf(encoder.Fields, isUser);
        var codes = new int[(ids.Count + 1) * columns.Length];
        var values = encoder.Fields.AreLabels ? null : new float[codes.Length];
        var (record, row, value) = (new ClickRecord(names.Length), new int[encoder.Fields.Columns], new float[encoder.Fields.Columns]);
        for (var i = 0; i <= ids.Count; i++)
        {
            record.Clear();
            if (i < ids.Count) fill(record, ids[i], i);
            for (var f = 0; f < encoder.Fields.Fields.Count; f++)
                if (IsOf(encoder.Fields.Fields[f], isUser) && !encoder.Encode(f, record[Array.IndexOf(names, encoder.Schema.Fields[f].Source)], row, value))
                    throw new DataException($"The feature '{encoder.Schema.Fields[f].Source}' of '{ids[i]}' is not a finite number. Correct it where it comes from.");
            for (var c = 0; c < columns.Length; c++)
            {
                codes[i * columns.Length + c] = row[columns[c]];
                if (values is not null) values[i * columns.Length + c] = value[columns[c]];
            }
        }
        return new ClickColumns(columns, codes, values, ids.Count);
    }

    /// <summary>Writes the columns of one index, or of nobody, into a row.</summary>
    internal void Fill(int index, Span<int> codes, Span<float> values)
    {
        var at = (index >= 0 && index < _count ? index : _count) * _columns.Length;
        for (var c = 0; c < _columns.Length; c++) codes[_columns[c]] = _codes[at + c];
        if (_values is null || values.IsEmpty) return;
        for (var c = 0; c < _columns.Length; c++) values[_columns[c]] = _values[at + c];
    }

    internal void Export(string name, Weights weights)
    {
        weights.Add(name, _codes);
        if (_values is not null) weights.Add($"{name}.values", _values);
    }

    internal static ClickColumns Restore(ClickFields fields, bool isUser, string name, int count, Weights weights)
    {
        var columns = ColumnsOf(fields, isUser);
        var codes = weights.Integer(name, (count + 1L) * columns.Length);
        for (var c = 0; c < codes.Length; c++)
            if (fields.OfColumn(columns[c % columns.Length]) is var f && (codes[c] < f.Offset || codes[c] >= f.Offset + f.Size))
                throw new DataException($"The tensor '{name}' of the saved model has the code {codes[c]} in field '{f.Name}', which has {f.Offset} to {f.Offset + f.Size - 1}. The folder is damaged: train it again.");
        return new ClickColumns(columns, codes, fields.AreLabels ? null : weights.Float($"{name}.values", codes.Length), count);
    }

    static int[] ColumnsOf(ClickFields fields, bool isUser) => [.. fields.Fields.Where(f => IsOf(f, isUser)).SelectMany(f => Enumerable.Range(f.Column, f.Columns))];

    static bool IsOf(ClickField field, bool isUser) => field.Role is ClickFieldRole.UserId or ClickFieldRole.User ? isUser : field.Role is ClickFieldRole.ItemId or ClickFieldRole.Item && !isUser;
}
